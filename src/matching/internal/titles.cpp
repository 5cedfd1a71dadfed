#include "matching/internal/titles.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/text.h"

namespace hutong::matching::internal {
namespace {

enum class Of : uint8_t { anything, person, thing };

struct Role {
  std::string_view name;
  FieldKind kind;
  About about;
  Of of;
  std::string_view spellings;  // plain titles, separated by blanks
};

using enum FieldKind;
constexpr About self = About::self, household = About::household;

// Longer spellings win over shorter ones that they contain.
constexpr Role roles[] = {
    {"id_number", resident_number, self, Of::person,
     "身份证号 身份证号码 公民身份号码 公民身份证号 公民身份证号码 居民身份证号 居民身份证号码 身份证 身份证件号码 身份号码 证件号 证件号码 证号 idnumber idcard idcardno idcardnumber "
     "idno sfzh sfzhm sfz gmsfhm gmsfzh zjhm zjh residentid residentnumber residentidnumber identitynumber identityno identitycard identitycardno citizenid citizennumber nationalid nationalidnumber certno cardno idnum"},
    {"disability_card", resident_number, self, Of::person, "残疾证号 残疾人证号 残疾证号码 残疾人证号码 残疾证 残疾人证 cjzh disabilitycard disabilitycardnumber"},
    {"name", person_name, self, Of::anything, "姓名 名字 人名 中文姓名 名称 xm xingming mc name fullname firstandsurname firstnamesurname namefull personname realname truename completename nm"},
    {"given_name", given_name, self, Of::person, "名 givenname givennames firstname forename forenames fname gname christianname namefirst namegiven forenamefirst first given givname fn"},
    {"middle_name", given_name, self, Of::person, "middlename midlname namemiddle mname middle middleinitial midname midinit mi"},
    {"surname", surname, household, Of::person, "姓 姓氏 surname namelast namefamily lastname familyname lname sname last sur family ln maidenname"},
    {"used_name", person_name, self, Of::person, "曾用名 别名 又名 formername alias aka othername usedname nickname"},
    {"birth_date", date, self, Of::person,
     "出生日期 出生年月日 出生年月 出生时间 出生 生日 生辰 csrq csny birthdate dateofbirth dob birthday born birth bdate datebirth bday birthdt"},
    {"birth_year", date, self, Of::person, "出生年份 出生年 birthyear yearofbirth yob byear by"},
    {"birth_month", category, self, Of::person, "出生月份 出生月 birthmonth monthofbirth mob bmonth bm"},
    {"birth_day", category, self, Of::person, "出生日 birthdayofmonth dayofbirth bd"},
    {"death_date", date, self, Of::person, "死亡日期 死亡时间 去世日期 swrq deathdate dateofdeath dod died deceasedon"},
    {"sex", category, self, Of::person, "性别 xb sex gender male"},
    {"age", number, self, Of::person, "年龄 周岁 岁数 nl age agey ages"},
    {"ethnic_group", category, self, Of::person, "民族 mz ethnicity ethnicgroup ethnic race nationality 国籍"},
    {"marital_status", category, self, Of::person, "婚姻状况 婚姻 maritalstatus marital"},
    {"occupation", category, self, Of::person, "职业 职务 职称 occupation job jobtitle profession position"},
    {"education", category, self, Of::person, "文化程度 学历 education degree"},
    {"school", place, self, Of::person, "学校 就读学校 所在学校 学校名称 school schoolname university college"},
    {"school_class", category, self, Of::person, "班级 年级 grade schoolclass"},
    {"employer", text, self, Of::person, "单位 工作单位 所在单位 employer workplace affiliation"},
    {"phone", phone, household, Of::anything,
     "电话 电话号码 手机 手机号 手机号码 联系电话 联系方式 联系手机 移动电话 固定电话 座机 dh dhhm lxdh lxfs sjh sjhm phone phonenumber phoneno mobile mobilephone mobileno mobilenumber cell cellphone cellnumber tel telephone "
     "telephonenumber telno homephone workphone contactnumber contactphone contactno phonenum"},
    {"address", place, household, Of::anything,
     "地址 住址 家庭住址 家庭地址 现住址 现住地 居住地 居住地址 常住地址 户籍地址 户籍地 户籍所在地 户口所在地 通讯地址 详细地址 联系地址 住所 dz zz jtzz xxdz hjdz address addr homeaddress residence addressline streetaddress fulladdress addressstreet adress "
     "mailingaddress location"},
    {"street", place, household, Of::anything, "街 路 街路 street streetname road str strt"},
    {"house_number", category, household, Of::anything, "门牌号 门牌 楼号 streetnumber streetno housenumber houseno housenum streetnum buildingnumber"},
    {"unit", category, household, Of::anything, "室 单元 unit apt apartment flat unitnumber"},
    {"village", place, household, Of::anything, "村 村居 村庄 所在村 所属村 行政村 自然村 村名 村居社区 村社区 村委会 居委会 社区 小区 cun cj village hamlet community neighborhood neighbourhood"},
    {"town", place, household, Of::anything, "镇 镇街 乡镇 街道 镇办 乡 街镇 乡镇街道 所属镇街 所在乡镇 所在镇 xz zj town township subdistrict municipality"},
    {"suburb", place, household, Of::anything, "suburb locality"},
    {"city", place, household, Of::anything, "市 城市 所在城市 city cityname"},
    {"county", place, household, Of::anything, "县 区县 县区 区 市县 county district"},
    {"province", category, household, Of::anything, "省 省份 state province region stateabbr statecode"},
    {"country", category, household, Of::anything, "国家 country countrycode nation"},
    {"postcode", place, household, Of::anything, "邮编 邮政编码 yb postcode postalcode zip zipcode zip5 pcode postcodefake postal"},
    {"latitude", number, household, Of::anything, "纬度 latitude lat"},
    {"longitude", number, household, Of::anything, "经度 longitude lng lon long"},
    {"birth_place", place, self, Of::person, "出生地 籍贯 jg birthplace placeofbirth pob"},
    {"email", identifier, self, Of::anything, "邮箱 电子邮箱 电子邮件 email emailaddress mail"},
    {"social_security", identifier, self, Of::person, "社会保障号 社保号 社保卡号 医保号 参保号 socsecid ssn socialsecuritynumber socialsecurity socialsecurityid ss4 ssn4 nino nhsnumber medicareno medicare sin insurancenumber nationalinsurancenumber"},
    {"tax_number", identifier, self, Of::person, "taxid taxidnumber tin itin taxnum"},
    {"health_number", identifier, self, Of::person, "medicarenum medicarenumber medicaidnum medicaidnumber medicalrecordnumber mrn nhs hospitalnumber healthcardnumber insuranceid policynumber 病案号 住院号 医疗证号"},
    {"honorific", category, self, Of::person, "称谓 suffix sufx namesufxcd namesufx namesuffixlbl prefix namesuffix nameprefix salutation honorific"},
    {"passport", identifier, self, Of::person, "护照号 护照号码 护照 passport passportno passportnumber"},
    {"student_number", identifier, self, Of::person, "学号 学籍号 学籍号码 studentnumber studentno"},
    {"account", identifier, self, Of::anything, "银行账号 银行卡号 账号 卡号 bankaccount accountnumber accountno iban creditcard licence license licensenumber driverlicense"},
    {"title", text, self, Of::thing, "标题 题名 书名 片名 篇名 论文题目 题目 产品名称 商品名称 商品名 品名 title dtitle groupname producttitle productname papertitle songname booktitle movietitle movie moviename film filmtitle song trackname track itemname product item work bookname "
     "restaurant restaurantname beername gamename originaltitle primarytitle"},
    {"album", text, self, Of::thing, "专辑 album albumname albumtitle release"},
    {"description", text, self, Of::thing, "描述 说明 简介 商品描述 内容简介 详情 备注 description desc descr shortdescr longdescr shelfdescr proddescrshort proddescrlong prodfeatures techdetails memo productdescription details summary abstract overview plot features specs specification shortdescription longdescription proddescription notes remark comment content"},
    {"authors", text, self, Of::thing, "作者 著者 编著者 责任者 author authors writer writers creator creators contributors contributor"},
    {"artist", text, self, Of::thing, "歌手 艺术家 演唱者 artist artists artistname singer performer band songartist"},
    {"director", text, self, Of::thing, "导演 director directors directedby"},
    {"actors", text, self, Of::thing, "演员 主演 actors actor cast stars starring star actress"},
    {"venue", text, self, Of::thing, "期刊 刊名 会议 出处 venue journal journalname conference proceedings series publicationvenue journaltitle booktitleabbr container"},
    {"registration", identifier, self, Of::thing, "统一社会信用代码 社会信用代码 信用代码 组织机构代码 营业执照号 注册号 税号 纳税人识别号 许可证号 dunsnumber duns registrationnumber companynumber companyno taxnumber vatnumber vat lei"},
    {"representative", person_name, self, Of::thing, "法定代表人 法人 法人代表 负责人 经营者 业主 owner representative ceo legalrepresentative contactperson"},
    {"publisher", text, self, Of::thing, "出版社 出版者 pub publ publisher publishers label recordlabel studio productioncompany"},
    {"year", number, self, Of::thing, "年份 年 年代 出版年 出版年份 year publicationyear pubyear releaseyear yr yearreleased startyear published"},
    {"released_on", date, self, Of::thing, "出版日期 上映日期 发布日期 发行日期 publicationdate releasedate pubdate publishdate published_on released datepublished"},
    {"volume", category, self, Of::thing, "卷 期 卷期 volume vol issue number tracknumber"},
    {"pages", text, self, Of::thing, "页码 页数 pages page numpages pagecount pagenumbers"},
    {"manufacturer", text, self, Of::thing, "厂家 厂商 生产厂家 制造商 生产商 生产企业 manufacturer maker vendor producer mfr brewfactoryname brewery brewername brewfactory supplier"},
    {"brand", text, self, Of::thing, "品牌 牌子 brand brandname make"},
    {"model", identifier, self, Of::thing, "型号 规格型号 model modelno modelnumber modelname partnumber mpn partno sku itemnumber articlenumber productcode"},
    {"barcode", identifier, self, Of::thing, "条码 条形码 barcode ean gtin upc ean13"},
    {"isbn", identifier, self, Of::thing, "isbn isbn13 isbn10 书号 国际标准书号"},
    {"issn", identifier, self, Of::thing, "issn 刊号"},
    {"doi", identifier, self, Of::thing, "doi"},
    {"asin", identifier, self, Of::thing, "asin"},
    {"price", number, self, Of::thing, "价格 单价 售价 定价 金额 price listprice price1 cost saleprice amount msrp prices pricerange unitprice"},
    {"thing_category", text, self, Of::thing, "类别 类目 分类 品类 种类 菜系 类型 体裁 category categories type producttype genre genres cuisine cuisines style beerstyle kind subject subjects topic maincategory subcategory class1 groups"},
    {"rating", number, self, Of::thing, "评分 rating ratings score stars5 abv ratingvalue reviewscore imdbrating"},
    {"length", text, self, Of::thing, "时长 片长 time duration runtime runtimeminutes length tracklength"},
    {"weight", text, self, Of::thing, "重量 净重 weight shipweight shippingweight netweight itemweight"},
    {"size", text, self, Of::thing, "规格 尺寸 容量 size dimensions capacity memory storage screen packsize"},
    {"color", category, self, Of::thing, "颜色 color colour"},
    {"language", category, self, Of::thing, "语言 语种 language lang languages"},
    {"edition", text, self, Of::thing, "版次 版本 edition version platform format"},
    {"company", text, self, Of::thing, "公司 企业 公司名称 企业名称 单位名称 机构 机构名称 company companyname organization organisation organizationname business businessname firm org orgname institution entityname legalname hospital"},
};

constexpr std::string_view row_ids =
    "id tid 编号 序号 记录号 行号 顺序号 记录编号 流水号 bh xh recid recordid uniqueid uid rid rowid row rownumber rownum index idx key no seq sn recno recordno sourceid docid docno uuid guid pk lineno num serial "
    "ltableid rtableid idabt idbuy idamazon idgoogle idgooglebase idacm iddblp idscholar idimdb idtmdb idtvdb recordnumber entryid itemid objectid sampleid uri leftid rightid id1 id2 ida idb idl idr unnamed unnamed0 subjectid voterregnum";
constexpr std::string_view answers =
    "cluster clusterid clusterno trueid truecluster truth truthid groundtruth gold goldid goldlabel golden goldstandard entity entityid entid entityidtrue trueentity trueentityid match matchid ismatch matched label labels target "
    "duplicateof dupof isduplicate duplicate dupid duplicateid dupgroup groupid matchgroup matchgroupid originalid origid orig truepersonid trueidentity realid realperson realpersonid simulatedid "
    "真实编号 真值 真实身份 实体 实体编号 实体号 答案 标签 是否匹配 匹配 answer class uidtrue masterid goldenid goldenrecordid cid ctid sameas";
constexpr std::string_view person_ids = "personid personno personkey individualid identity patientid clientid memberid 人员编号 人员标识 人员号 个人编号 儿童编号 人口编号";
constexpr std::string_view sources = "sourcesystem source datasource dataset sourcename sourcefile sourcetable 数据来源 来源 来源单位 来源系统 来源部门 报送单位";
constexpr std::string_view links = "url urls link links href image images img imageurl picture photo thumbnail 网址 链接 图片 website homepage site web imdburl pageurl permalink";

// Whose. What a relative's column says is shared by brothers and sisters.
struct Owner {
  std::string_view spelling, name;  // name "" = the person whom the row is about
};
constexpr Owner owners[] = {
    {"监护人", "guardian"}, {"法定监护人", "guardian"}, {"抚养人", "guardian"}, {"照料人", "guardian"}, {"养护人", "guardian"}, {"guardian", "guardian"}, {"carer", "guardian"}, {"caregiver", "guardian"}, {"custodian", "guardian"},
    {"jhr", "guardian"}, {"父亲", "father"}, {"生父", "father"}, {"父", "father"}, {"father", "father"}, {"dad", "father"}, {"母亲", "mother"}, {"生母", "mother"}, {"母", "mother"}, {"mother", "mother"},
    {"mom", "mother"}, {"mum", "mother"}, {"家长", "parent"}, {"父母", "parent"}, {"parent", "parent"}, {"parents", "parent"}, {"户主", "householder"}, {"householder", "householder"}, {"headofhousehold", "householder"}, {"hz", "householder"},
    {"head", "householder"}, {"配偶", "spouse"}, {"spouse", "spouse"}, {"husband", "spouse"}, {"wife", "spouse"}, {"partner", "spouse"}, {"联系人", "contact"}, {"contact", "contact"}, {"emergencycontact", "contact"}, {"kin", "contact"},
    {"nextofkin", "contact"}, {"申请人", "applicant"}, {"applicant", "applicant"}, {"代理人", "agent"}, {"经办人", "agent"},
    {"儿童", ""}, {"孩子", ""}, {"子女", ""}, {"未成年人", ""}, {"学生", ""}, {"幼儿", ""}, {"婴儿", ""}, {"本人", ""}, {"人员", ""}, {"残疾人", ""}, {"死者", ""}, {"死亡人员", ""}, {"患者", ""}, {"病人", ""}, {"当事人", ""}, {"被监护人", ""}, {"救助对象", ""}, {"对象", ""},
    {"child", ""}, {"person", ""}, {"patient", ""}, {"student", ""}, {"customer", ""}, {"client", ""}, {"member", ""}, {"subject", ""}, {"individual", ""}, {"voter", ""}, {"resident", ""}, {"employee", ""}, {"user", ""}, {"pupil", ""},
};

std::vector<std::string_view> words_of(std::string_view spellings) {
  std::vector<std::string_view> words;
  for (size_t at = 0; at < spellings.size();) {
    size_t const end = std::min(spellings.find(' ', at), spellings.size());
    if (end > at) words.push_back(spellings.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

struct Meaning {
  TitleUse use;
  Role const* role;
};

using Dictionary = std::unordered_map<std::string_view, Meaning>;

Dictionary const& dictionary() {
  static Dictionary const all = [] {
    Dictionary made;
    for (Role const& role : roles)
      for (std::string_view word : words_of(role.spellings)) made.emplace(word, Meaning{TitleUse::field, &role});
    for (std::string_view word : words_of(row_ids)) made.emplace(word, Meaning{TitleUse::row_id, nullptr});
    for (std::string_view word : words_of(answers)) made.emplace(word, Meaning{TitleUse::answer, nullptr});
    for (std::string_view word : words_of(person_ids)) made.emplace(word, Meaning{TitleUse::person_id, nullptr});
    for (std::string_view word : words_of(sources)) made.emplace(word, Meaning{TitleUse::source, nullptr});
    for (std::string_view word : words_of(links)) made.emplace(word, Meaning{TitleUse::link, nullptr});
    return made;
  }();
  return all;
}

bool is_han_text(std::string_view plain) {
  return std::any_of(plain.begin(), plain.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE0; });
}

// "guardianName2" → guardian, name, 2.
std::vector<std::string> tokens_of(std::string_view written) {
  std::vector<std::string> tokens;
  std::string token;
  auto finish = [&] {
    if (!token.empty()) tokens.push_back(std::move(token));
    token.clear();
  };
  bool was_lower = false, was_digit = false;
  for (char c : written) {
    unsigned char const byte = static_cast<unsigned char>(c);
    bool const is_upper = c >= 'A' && c <= 'Z', is_lower = c >= 'a' && c <= 'z', is_digit = c >= '0' && c <= '9';
    if (!is_upper && !is_lower && !is_digit && byte < 0x80) {
      finish();
    } else {
      if ((is_upper && was_lower) || (is_digit != was_digit && !token.empty())) finish();
      token += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
    }
    was_lower = is_lower;
    was_digit = is_digit;
  }
  finish();
  return tokens;
}

std::string joined(std::vector<std::string> const& tokens, size_t first, size_t last) {
  std::string out;
  for (size_t i = first; i < last; ++i) out += tokens[i];
  return out;
}

Title title_from(Meaning const& meaning, std::string_view owner, std::string_view number) {
  Title title;
  title.use = meaning.use;
  if (meaning.use != TitleUse::field) return title;
  title.kind = meaning.role->kind;
  title.about = meaning.role->about;
  title.name = meaning.role->name;
  title.is_of_person = meaning.role->of == Of::person;
  title.is_of_thing = meaning.role->of == Of::thing;
  if (!owner.empty()) {
    title.name = std::string(owner) + "_" + title.name;
    title.about = About::household;
    title.is_of_person = true;
    title.is_of_thing = false;
  }
  if (!number.empty()) title.name += "_" + std::string(number);
  return title;
}

std::optional<Meaning> meaning_of(std::string_view plain) {
  auto const found = dictionary().find(plain);
  if (found == dictionary().end()) return std::nullopt;
  return found->second;
}

std::optional<Title> with_owner(std::string_view plain, std::string_view number) {
  if (auto const meaning = meaning_of(plain)) return title_from(*meaning, "", number);
  for (Owner const& owner : owners) {
    if (plain == owner.spelling) return title_from(*meaning_of("姓名"), owner.name, number);
    std::string_view rest;
    if (plain.starts_with(owner.spelling)) rest = plain.substr(owner.spelling.size());
    else if (plain.ends_with(owner.spelling)) rest = plain.substr(0, plain.size() - owner.spelling.size());
    else continue;
    if (rest.starts_with("的")) rest.remove_prefix(std::string_view("的").size());
    auto const meaning = meaning_of(rest);
    if (meaning && meaning->use == TitleUse::field) return title_from(*meaning, owner.name, number);
  }
  return std::nullopt;
}

// A known spelling at the end, else anywhere: "儿童户籍详细地址". The longest wins.
std::optional<Title> contained(std::string_view plain, std::string_view number) {
  std::string_view best;
  bool best_is_end = false;
  for (auto const& [spelling, meaning] : dictionary()) {
    constexpr size_t bytes_min = 6;  // two characters
    if (meaning.use != TitleUse::field || spelling.size() < bytes_min || !is_han_text(spelling)) continue;
    if (plain.find(spelling) == std::string_view::npos) continue;
    bool const is_end = plain.ends_with(spelling);
    if (std::tuple(is_end, spelling.size(), spelling) > std::tuple(best_is_end, best.size(), best)) {
      best = spelling;
      best_is_end = is_end;
    }
  }
  if (best.empty()) return std::nullopt;
  std::string_view whose;
  for (Owner const& owner : owners)
    if (owner.spelling.size() >= 6 && is_han_text(owner.spelling) && plain.starts_with(owner.spelling)) whose = owner.name;
  return title_from(*meaning_of(best), whose, number);
}

// Words that mean what the dictionary says only when they stand alone: "document_number" is no issue of a journal.
bool is_weak(std::string_view word) {
  constexpr std::array<std::string_view, 40> weak = {"number", "no", "num", "code", "issue", "vol", "kind", "group", "groups", "source", "type", "time", "size", "release", "format", "work", "item", "track", "make", "first", "last",
                                                     "head", "style", "subject", "label", "region", "unit", "sin", "male", "location", "position", "details", "content", "star", "store", "platform", "edition", "length", "score", "given"};
  return std::find(weak.begin(), weak.end(), word) != weak.end();
}

// "http://schema.example/person#has_address" says "has_address".
std::string_view fragment_of(std::string_view written) {
  if (!written.starts_with("http")) return written;
  while (!written.empty() && (written.back() == '/' || written.back() == '#')) written.remove_suffix(1);
  size_t const mark = written.find_last_of("/#");
  return mark == std::string_view::npos ? written : written.substr(mark + 1);
}

bool is_number(std::string_view token) {
  return !token.empty() && std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string plain_title(std::string_view written) {
  std::string plain;
  for (char32_t c : base::to_utf32(base::nfkc(written))) {
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    bool const is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0x80 && c != 0x3000 && !(c >= 0x2000 && c <= 0x206F) && !(c >= 0x3001 && c <= 0x303F));
    if (is_letter) base::append_utf8(plain, c);
  }
  return plain;
}

std::optional<Title> title_of(std::string_view written) {
  std::string const nfkc = base::nfkc(fragment_of(written));
  // "姓名(必填)": what stands in brackets explains.
  std::string_view head = nfkc;
  if (size_t const bracket = head.find_first_of("(["); bracket != std::string_view::npos && bracket > 0) head = head.substr(0, bracket);
  std::string const plain = plain_title(head);
  if (auto const title = with_owner(plain, "")) return title;
  if (is_han_text(plain)) {
    std::string_view stem = plain;
    while (!stem.empty() && stem.back() >= '0' && stem.back() <= '9') stem.remove_suffix(1);
    std::string_view const number = std::string_view(plain).substr(stem.size());
    if (auto const title = with_owner(stem, number)) return title;
    return contained(stem, number);
  }
  std::vector<std::string> tokens = tokens_of(head);
  auto drop_side = [&](auto at) {
    constexpr std::array<std::string_view, 12> sides = {"l", "r", "left", "right", "ltable", "rtable", "src", "tgt", "source", "target", "a", "b"};
    if (tokens.size() > 1 && std::find(sides.begin(), sides.end(), *at) != sides.end()) tokens.erase(at);
  };
  drop_side(tokens.begin());
  if (!tokens.empty()) drop_side(tokens.end() - 1);
  std::string number;
  if (tokens.size() > 1 && is_number(tokens.back())) {
    number = tokens.back();
    tokens.pop_back();
  }
  if (tokens.empty()) return std::nullopt;
  // "town_name" is a town.
  if (tokens.size() > 1 && tokens.back() == "name")
    if (auto const title = with_owner(joined(tokens, 0, tokens.size() - 1), number); title && title->use == TitleUse::field && (title->kind == place || title->kind == category || title->kind == text)) return title;
  // The whole, then ever shorter ends ("customer first name"), then ever shorter beginnings ("name of guardian", "fname c 1").
  for (size_t first = 0; first < tokens.size(); ++first)
    if (auto const title = with_owner(joined(tokens, first, tokens.size()), number)) {
      if (first > 0 && title->use != TitleUse::field) break;  // "customer_id" is not simply an id
      if (first > 0 && first + 1 == tokens.size() && is_weak(tokens.back())) break;
      return title;
    }
  auto names_something = [](std::string_view word) { return word == "id" || word == "key" || word == "code" || word == "cd" || word == "no" || word == "num" || word == "number" || word == "url" || word == "link" || word == "count"; };
  if (std::any_of(tokens.begin(), tokens.end(), names_something)) return std::nullopt;  // "movie_id" is no movie
  for (size_t last = tokens.size() - 1; last > 0; --last)
    if (auto const title = with_owner(joined(tokens, 0, last), number); title && title->use == TitleUse::field && !(last == 1 && is_weak(tokens.front()))) return title;
  return std::nullopt;
}

}  // namespace hutong::matching::internal
