// Draws what the program gathered (link_report.cpp). Everything from the files is put into the page as text; the two places where ECharts wants HTML
// (tooltips) go through `safe`.
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const words = data.words;
  const page = document.getElementById('page');

  function make(tag, className, ...children) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    for (const child of children) node.append(child);
    return node;
  }
  const safe = (text) => String(text).replace(/[&<>"']/g, (c) => '&#' + c.charCodeAt(0) + ';');
  const grouped = (n) => String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');
  const short = (n) => (n >= 1e8 ? +(n / 1e8).toPrecision(3) + '亿' : n >= 1e5 ? +(n / 1e4).toPrecision(3) + '万' : grouped(n));
  const signed = (bits) => (bits < 0 ? '−' : '+') + Math.abs(bits).toFixed(1);
  const minus = (v) => String(v).replace('-', '−');
  const percent = (share) => (share === 0 ? '0' : share >= 0.001 ? +(100 * share).toPrecision(3) + '%' : share >= 1e-6 ? +(100 * share).toPrecision(2) + '%' : '1/' + short(1 / share));
  const likely = (p) => (p > 0.9999995 ? '>99.9999%' : p > 0.9995 ? (100 * p).toFixed(4) + '%' : p > 0.001 ? (100 * p).toFixed(1) + '%' : p > 1e-6 ? (100 * p).toFixed(4) + '%' : '<0.0001%');
  const of_bits = (bits) => 1 / (1 + 2 ** -bits);
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const cut = (text, most) => (text.length > most ? text.slice(0, most - 1) + '…' : text);

  // --- charts: each knows how to describe itself for a width; drawn again when the width or the background changes -----------------------------------
  const charts = [];
  function chart(className, label, height, option) {
    const node = make('div', 'chart ' + className);
    node.setAttribute('role', 'img');
    node.setAttribute('aria-label', label);
    charts.push({ node, height, option, width: 0 });
    return node;
  }
  function draw(one) {
    const width = one.node.clientWidth;
    if (!width) return;
    one.width = width;
    const height = one.height(width);
    one.node.style.height = height + 'px';
    one.drawn = one.drawn || echarts.init(one.node, null, { renderer: 'svg', width, height });
    one.drawn.resize({ width, height });
    one.drawn.setOption({ animation: false, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13, color: color('ink') }, ...one.option(width) }, true);
  }
  const tooltip = (formatter, trigger) => ({
    trigger: trigger || 'item', confine: true, formatter, backgroundColor: color('card'), borderColor: color('line'), textStyle: { color: color('ink'), fontSize: 13 }, extraCssText: 'max-width:340px;white-space:normal;',
    axisPointer: { type: 'shadow', shadowStyle: { color: color('ink'), opacity: 0.05 } },
  });
  const tip_lines = (head, lines) => `<b>${safe(head)}</b><br>` + lines.map(([what, value]) => `${safe(what)}&ensp;<b>${safe(value)}</b>`).join('<br>');
  const value_axis = (more) => ({ type: 'value', axisLabel: { color: color('ink-3') }, splitLine: { lineStyle: { color: color('line-2') } }, axisLine: { show: false }, axisTick: { show: false }, ...more });
  const row_axis = (rows, width, more) => ({
    type: 'category', inverse: true, data: rows, axisTick: { show: false }, axisLine: { show: false },
    axisLabel: { color: color('ink'), width, overflow: 'truncate', interval: 0, fontSize: 13, ...more },
  });

  // --- tables -----------------------------------------------------------------------------------------------------------------------------------
  function table(heads, rows) {
    const cell = (tag, value, is_number) => make(tag, is_number ? 'number' : '', value);
    const head = make('tr', '', ...heads.map((h) => cell('th', h.replace(/^#/, ''), h.startsWith('#'))));
    const body = rows.map((row) => make('tr', '', ...row.map((value, i) => cell('td', value, heads[i].startsWith('#')))));
    return make('div', 'scroll', make('table', '', make('thead', '', head), make('tbody', '', ...body)));
  }
  function folded(content) {
    return make('details', '', make('summary', '', words.table), content);
  }
  function legend(...entries) {
    return make('div', 'legend', ...entries.map(([name, text]) => {
      const swatch = make('i');
      swatch.style.background = `var(--${name})`;
      return make('span', '', swatch, text);
    }));
  }
  function section(id, ...content) {
    const node = make('section', '', make('div', 'eyebrow', words[id + '_name']), make('h2', '', data.findings[id]), make('p', 'explained', data.explained[id]), ...content);
    node.id = id;
    return node;
  }

  // --- the top --------------------------------------------------------------------------------------------------------------------------------------
  function top() {
    const files = data.tables.map((t) => `${t.file}(${grouped(t.rows)}${words.rows})`).join(' ↔ ');
    const brand = make('div', 'brand');
    const mark = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    mark.setAttribute('viewBox', '0 0 26 26');
    mark.setAttribute('aria-hidden', 'true');
    for (const [d, fill] of [['M4 20A10 10 0 0 1 22 20', 'none'], ['M8 21A6 6 0 0 1 18 21', 'none'], ['M13 19.2a1.9 1.9 0 1 0 .01 0', 'currentColor']]) {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('d', d);
      path.setAttribute('fill', fill);
      path.setAttribute('stroke', fill === 'none' ? 'currentColor' : 'none');
      path.setAttribute('stroke-width', '2.4');
      path.setAttribute('stroke-linecap', 'round');
      mark.append(path);
    }
    brand.append(mark, make('span', '', words.brand), make('span', '', words.model));
    page.append(brand, make('h1', '', data.findings.headline), make('p', 'files', files + (data.totals.is_one_to_one ? ' · ' + words.one_to_one : '')));
    if (data.warnings.length) {
      const box = make('div', 'warnings', make('h2', '', words.warnings), make('ul', '', ...data.warnings.map((text) => make('li', '', text))));
      box.setAttribute('role', 'alert');
      page.append(box);
    }
    page.append(make('p', 'private', words.private));
    const figure = (value, what, className) => make('div', 'figure ' + (className || ''), make('b', '', value), make('span', '', what));
    const t = data.totals;
    page.append(make('div', 'figures', figure(short(t.candidates), words.candidates), figure(grouped(t.certain), words.certain, 'certain'), figure(grouped(t.ask), words.ask, 'ask'),
      figure(grouped(t.expected_matches), words.expected_matches), figure(`${t.iterations}`, t.has_converged ? words.converged : words.not_converged)));
    const links = ['weights', 'rules', 'histogram', 'examples', 'reach', 'columns'].map((id) => {
      const link = make('a', '', words[id + '_name']);
      link.href = '#' + id;
      return link;
    });
    page.append(make('nav', '', ...links));
  }

  // --- weights ---------------------------------------------------------------------------------------------------------------------------------------
  function weights() {
    const all = data.fields.flatMap((f) => f.levels.map((l) => l.bits));
    const step = Math.max(...all) - Math.min(...all) > 25 ? 10 : 5;
    const room = 0.12 * (Math.max(...all) - Math.min(...all));  // for the figure to the left of the longest bar
    const low = step * Math.floor((Math.min(-4, ...all) - room) / step), high = step * Math.ceil(Math.max(4, ...all) / step);
    const is_seen = (level) => level.expected_pairs >= 1;
    const cards = data.fields.map((field) => {
      const drawn = chart('weights', field.title, () => field.levels.length * 26 + 34, (width) => ({
        grid: { left: Math.min(230, Math.round(width * 0.42)), right: 46, top: 4, bottom: 26 },
        xAxis: value_axis({ min: low, max: high, interval: step, axisLabel: { color: color('ink-3'), formatter: minus } }),
        yAxis: row_axis(field.levels.map((l) => l.words), Math.min(220, Math.round(width * 0.42) - 8)),
        tooltip: tooltip((at) => {
          const l = field.levels[(at.length ? at[0] : at).dataIndex];
          return tip_lines(`${field.title}:${l.words}`, [[words.weight, signed(l.bits)], [words.m, percent(l.m)], [words.u, percent(l.u)], [words.household, percent(l.household)], [words.neighbours, percent(l.neighbours)], [words.rivals, percent(l.rivals)], [words.expected, grouped(l.expected_pairs)]]);
        }, 'axis'),
        series: [{
          type: 'bar', barWidth: 14, markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: color('grey'), type: 'solid' }, data: [{ xAxis: 0 }] },
          data: field.levels.map((l) => ({
            value: l.bits, itemStyle: { color: color(l.bits >= 0 ? 'primary' : 'accent'), opacity: is_seen(l) ? 1 : 0.32, borderRadius: 2 },
            label: { show: true, position: l.bits >= 0 ? 'right' : 'left', formatter: signed(l.bits), color: color(is_seen(l) ? 'ink-2' : 'ink-3'), opacity: 1, fontSize: 12 },
          })),
        }],
      }));
      const about = [field.kind, ...(field.is_household ? [words.about_household] : []), ...(field.missing > 0 ? [`${words.missing} ${percent(field.missing)}`] : [])].join(' · ');
      return make('div', 'card', make('h3', '', field.title), make('div', 'sub', about), drawn,
        folded(table([words.level, '#' + words.bits, '#' + words.m, '#' + words.u, '#' + words.expected], field.levels.map((l) => [l.words, signed(l.bits), percent(l.m), percent(l.u), grouped(l.expected_pairs)]))));
    });
    page.append(section('weights', legend(['primary', words.agrees], ['accent', words.differs], ['grey-2', words.rare_level]), make('div', 'cards', ...cards)));
  }

  // --- rules -----------------------------------------------------------------------------------------------------------------------------------------
  function rules() {
    const list = data.rules;
    if (!list.length) {
      page.append(section('rules'));
      return;
    }
    const on_log = (n) => (n > 0 ? Math.log10(n) + 1 : 0);  // nothing is nothing, one is one step
    const top_of = Math.ceil(Math.max(...list.map((r) => on_log(r.pairs))));
    const drawn = chart('rules', words.rules_name, () => list.length * 28 + 36, (width) => {
      const bar = (key, name, opacity, label) => ({
        type: 'bar', barWidth: 14, barGap: '-100%', data: list.map((r) => ({ value: on_log(r[key]), itemStyle: { color: color(name), opacity, borderRadius: 2 } })),
        label: label ? { show: true, position: 'right', color: color('ink-2'), opacity: 1, fontSize: 12, formatter: (at) => { const r = list[at.dataIndex]; return short(r.pairs) + (width < 560 ? '' : `  ${words.new_pairs} ${short(r.new_pairs)}`) + (r.skipped ? `  ${words.skipped} ${short(r.skipped)}` : ''); } } : undefined,
      });
      return {
        grid: { left: Math.min(330, Math.round(width * 0.42)), right: width < 560 ? 64 : 210, top: 4, bottom: 28 },
        xAxis: value_axis({ min: 0, max: top_of, interval: width < 560 ? 2 : 1, axisLabel: { color: color('ink-3'), formatter: (v) => (v === 0 ? '0' : short(10 ** (v - 1))) } }),
        yAxis: row_axis(list.map((r) => r.name), Math.min(320, Math.round(width * 0.42) - 8)),
        tooltip: tooltip((at) => {
          const r = list[at[0].dataIndex];
          return tip_lines(r.name, [[words.pairs, grouped(r.pairs)], [words.new_pairs, grouped(r.new_pairs)], [words.largest, grouped(r.largest)], [words.refined, grouped(r.refined)], [words.skipped, grouped(r.skipped)]]);
        }, 'axis'),
        series: [bar('pairs', 'primary-2', 0.55, true), bar('new_pairs', 'primary', 1, false)],
      };
    });
    const rows = list.map((r) => [r.name, grouped(r.pairs), grouped(r.new_pairs), grouped(r.largest), grouped(r.refined), grouped(r.skipped)]);
    page.append(section('rules', make('div', 'card', legend(['primary-2', words.pairs], ['primary', words.new_pairs]), drawn,
      folded(table([words.rule, '#' + words.pairs, '#' + words.new_pairs, '#' + words.largest, '#' + words.refined, '#' + words.skipped], rows)))));
  }

  // --- histogram -------------------------------------------------------------------------------------------------------------------------------------
  function histogram() {
    const { from, counts } = data.histogram;
    const filled = counts.map((n, i) => (n > 0 ? i : -1)).filter((i) => i >= 0);
    if (!filled.length) {
      page.append(section('histogram'));
      return;
    }
    const t = data.totals;
    const first = Math.min(filled[0], Math.floor(t.ask_bits) - from - 3), last = Math.max(filled[filled.length - 1], t.has_certain ? Math.ceil(t.certain_bits) - from + 2 : 0, Math.ceil(t.ask_bits) - from + 3);
    const bins = [];
    for (let i = Math.max(0, first); i <= Math.min(counts.length - 1, last); ++i) bins.push({ low: from + i, count: counts[i] });
    const on_log = (n) => (n > 0 ? Math.log10(n) + 1 : 0);
    const band = (bin) => (t.has_certain && bin.low + 0.5 >= t.certain_bits ? 'certain' : bin.low + 0.5 >= t.ask_bits ? 'ask-fill' : 'grey');
    const drawn = chart('histogram', words.histogram_name, (width) => (width < 560 ? 300 : 360), (width) => {
      const place = (bits) => bits - bins[0].low - 0.5;  // on a category axis a line can stand between two bars
      const line = (bits, name, text, is_right) => [
        { coord: [place(bits), 0], lineStyle: { color: color(name), width: 2, type: 'solid' } },
        { coord: [place(bits), top_of], label: { show: true, position: 'end', formatter: text, color: color(name), fontWeight: 600, fontSize: 13, align: is_right ? 'left' : 'right', padding: [0, 4] } },
      ];
      const top_of = Math.ceil(Math.max(...bins.map((b) => on_log(b.count))));
      const both_near = t.certain_bits - t.ask_bits < bins.length / (width / 110);
      const lines = [line(t.ask_bits, 'ask', `${words.ask_line} ${likely(t.threshold)}`, false)];
      if (t.has_certain) lines.push(line(t.certain_bits, 'certain', `${words.certain_line} ${likely(of_bits(t.certain_bits))}`, both_near || width < 560));
      return {
        grid: { left: 8, right: 12, top: 34, bottom: 34, containLabel: true },
        yAxis: value_axis({ min: 0, max: top_of, interval: 1, axisLabel: { color: color('ink-3'), formatter: (v) => (v === 0 ? '0' : short(10 ** (v - 1))) } }),
        tooltip: tooltip((at) => {
          const bin = bins[at.dataIndex];
          return tip_lines(`${bin.low} – ${bin.low + 1} ${words.bits}`, [[words.probability, `${likely(of_bits(bin.low))} – ${likely(of_bits(bin.low + 1))}`], [words.pairs, grouped(bin.count)]]);
        }),
        xAxis: [
          {
            type: 'category', data: bins.map((b) => b.low), position: 'bottom', axisTick: { show: false }, axisLine: { lineStyle: { color: color('line') } }, name: words.bits_axis, nameLocation: 'middle', nameGap: 26,
            nameTextStyle: { color: color('ink-3') }, axisLabel: { color: color('ink-3'), interval: (i) => bins[i].low % (width < 560 ? 20 : 10) === 0, formatter: minus },
          },
          { type: 'value', min: -0.5, max: bins.length - 0.5, show: false },
        ],
        series: [
          { type: 'bar', barCategoryGap: '8%', data: bins.map((b) => ({ value: on_log(b.count), itemStyle: { color: color(band(b)) } })) },
          { type: 'line', xAxisIndex: 1, data: [], silent: true, markLine: { silent: true, symbol: 'none', animation: false, data: lines } },
        ],
      };
    });
    page.append(section('histogram', make('div', 'card', legend(['certain', words.certain], ['ask-fill', words.ask], ['grey', words.below]), drawn,
      folded(table([words.bits, words.probability, '#' + words.pairs], bins.filter((b) => b.count).map((b) => [`${b.low} – ${b.low + 1}`, `${likely(of_bits(b.low))} – ${likely(of_bits(b.low + 1))}`, grouped(b.count)]))))));
  }

  // --- examples --------------------------------------------------------------------------------------------------------------------------------------
  // Marks the characters in which two values of one length differ; where they only overlap, what is not shared at both ends.
  function marked(text, other, kind) {
    const a = [...text], b = [...other];
    let front = 0, back = 0;
    while (front < a.length && front < b.length && a[front] === b[front]) ++front;
    while (back < a.length - front && back < b.length - front && a[a.length - 1 - back] === b[b.length - 1 - back]) ++back;
    const node = make('span');
    const bare = (characters) => characters.filter((c) => /[\p{L}\p{N}]/u.test(c)).join('').toLowerCase();
    const is_worth = front + back > 0 && front + back < a.length && bare(a) !== bare(b) && (kind !== 'date' || a.length === b.length) && !(text + other).includes('*');
    if (!is_worth) {
      node.textContent = text;
      return node;
    }
    node.append(a.slice(0, front).join(''), make('mark', '', a.slice(front, a.length - back).join('')), a.slice(a.length - back).join(''));
    return node;
  }
  function value_cell(step, mine, other) {
    const text = step[mine];
    const cell = make('div', step.is_same ? 'same' : '');
    if (!text) cell.append(make('em', 'absent', words.value_absent));
    else if (step.is_same) cell.append(make('span', '', text));
    else cell.append(marked(text, step[other], step.kind));
    cell.title = text;
    return cell;
  }
  function examples() {
    const cards = data.examples.map((example, number) => {
      const steps = example.steps.filter((step) => step.left || step.right || step.bits);
      const bars = [{ name: words.prior, how: words.prior_why, bits: example.prior, is_ground: true }];
      for (const step of steps) bars.push({ name: step.title, how: step.level, bits: step.bits + step.rarity, rarity: step.rarity });
      if (example.close < -0.05) bars.push({ name: words.close, how: words.close_why, bits: example.close, is_ground: true });
      let sum = 0;
      for (const bar of bars) {
        bar.from = sum;
        sum += bar.bits;
        bar.to = sum;
      }
      bars.push({ name: words.sum, how: likely(example.probability), bits: example.bits, from: 0, to: example.bits, is_sum: true });
      const grid = make('div', 'grid', make('div', 'head', make('span', '', words.field)), make('div', 'head', make('span', '', data.is_one_table ? words.row + ' ' + example.left_id : words.left)), make('div', 'head', make('span', '', data.is_one_table ? words.row + ' ' + example.right_id : words.right)));
      const wide = (className, name, how) => {
        const cell = make('div', className, make('span', '', name), make('small', '', how));
        cell.style.gridColumn = '1 / -1';
        return cell;
      };
      grid.append(wide('prior', words.prior, words.prior_why));
      for (const step of steps) {
        const name = make('div', '', make('span', '', step.title), make('small', '', step.level || words.says_nothing));
        name.title = step.level;
        grid.append(name, value_cell(step, 'left', 'right'), value_cell(step, 'right', 'left'));
      }
      if (example.close < -0.05) grid.append(wide('close', words.close, words.close_why));
      grid.append(wide('total', words.sum, `${words.probability} ${likely(example.probability)}`));

      const drawn = chart('waterfall', `${words.example} ${number + 1}: ${likely(example.probability)}`, (width) => bars.length * (width < 640 && window.innerWidth <= 720 ? 34 : 40) + 40, (width) => {
        const is_narrow = window.innerWidth <= 720;
        const low = Math.min(0, ...bars.map((b) => Math.min(b.from, b.to))), high = Math.max(0, ...bars.map((b) => Math.max(b.from, b.to)));
        const room = (high - low) * 0.14;
        const tone = (b) => color(b.is_sum ? 'ink-2' : b.is_ground ? 'grey' : b.bits >= 0 ? 'primary' : 'accent');
        // A bar from a to b is what lies above zero, what lies below, and a clear piece between zero and the nearer end.
        const parts = bars.map((b) => {
          const lower = Math.min(b.from, b.to), upper = Math.max(b.from, b.to);
          if (lower >= 0) return [lower, upper - lower, 0];
          if (upper <= 0) return [upper, 0, lower - upper];
          return [0, upper, lower];
        });
        const colored = (part) => parts.map((p, i) => ({ value: p[part] || null, itemStyle: { color: tone(bars[i]), borderRadius: 2 } }));
        return {
          grid: { left: is_narrow ? Math.min(120, Math.round(width * 0.3)) : 6, right: 6, top: is_narrow ? 0 : 40, bottom: is_narrow ? 40 : 0 },
          xAxis: value_axis({ min: low - room, max: high + room, position: is_narrow ? 'bottom' : 'top', splitNumber: 4, axisLabel: { color: color('ink-3'), showMinLabel: false, showMaxLabel: false, formatter: (v) => minus(Math.round(v)) } }),
          yAxis: { ...row_axis(bars.map((b) => b.name), Math.min(112, Math.round(width * 0.3) - 8)), axisLabel: { show: is_narrow, color: color('ink'), width: Math.min(112, Math.round(width * 0.3) - 8), overflow: 'truncate', interval: 0, fontSize: 13 } },
          tooltip: tooltip((at) => {
            const b = bars[at[0].dataIndex];
            const lines = [[words.weight, signed(b.bits)]];
            if (Math.abs(b.rarity || 0) >= 0.05) lines.push([words.rarity, signed(b.rarity)]);
            if (!b.is_sum) lines.push([words.so_far, `${signed(b.to)} (${likely(of_bits(b.to))})`]);
            return tip_lines(b.how ? `${b.name}:${b.how}` : b.name, lines);
          }, 'axis'),
          series: [
            { type: 'bar', stack: 'w', barWidth: 16, silent: true, itemStyle: { color: 'transparent' }, data: parts.map((p) => p[0] || null),
              markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: color('grey'), type: 'solid' }, data: [{ xAxis: 0 }] } },
            { type: 'bar', stack: 'w', data: colored(1) },
            { type: 'bar', stack: 'w', data: colored(2) },
            {
              type: 'scatter', symbolSize: 0.01, silent: true,
              data: bars.map((b, i) => ({
                value: [b.bits >= 0 ? Math.max(b.from, b.to) : Math.min(b.from, b.to), i],
                label: { show: b.bits !== 0, position: b.bits >= 0 ? 'right' : 'left', distance: 4, formatter: signed(b.bits), color: color('ink-2'), backgroundColor: color('card'), padding: [0, 2], fontSize: 12 },
              })),
            },
          ],
        };
      });
      const head = make('div', 'example-head', make('span', 'probability', likely(example.probability)), make('span', 'chip ' + example.standing, words[example.standing]),
        make('span', 'rows', `${words.row_id} ${example.left_id} / ${example.right_id}`));
      return make('div', 'card example', head, make('p', '', example.sentence), make('div', 'sides', grid, drawn));
    });
    page.append(section('examples', ...(cards.length ? cards : [make('p', 'explained', words.none)])));
  }

  // --- reach ------------------------------------------------------------------------------------------------------------------------------------------
  function reach() {
    const parts = [['certain', 'certain'], ['ask', 'ask-fill'], ['alone', 'grey'], ['out_of_reach', 'bad']];
    const names = data.tables.map((t) => t.file);
    const drawn = chart('reach', words.reach_name, () => data.reach.length * 46 + 34, (width) => ({
      grid: { left: Math.min(200, Math.round(width * 0.28)), right: 24, top: 4, bottom: 26 },
      xAxis: value_axis({ min: 0, max: 100, axisLabel: { color: color('ink-3'), formatter: '{value}%' } }),
      yAxis: row_axis(names, Math.min(190, Math.round(width * 0.28) - 8)),
      tooltip: tooltip((at) => tip_lines(names[at[0].dataIndex], parts.map(([key]) => [words[key], `${grouped(data.reach[at[0].dataIndex][key])} (${percent(data.reach[at[0].dataIndex][key] / (data.reach[at[0].dataIndex].rows || 1))})`])), 'axis'),
      series: parts.map(([key, name]) => ({
        type: 'bar', stack: 'r', barWidth: 24, itemStyle: { color: color(name), borderColor: color('card'), borderWidth: 1 }, data: data.reach.map((r) => (r.rows ? (100 * r[key]) / r.rows : 0)),
        label: { show: true, color: color('card'), fontSize: 12, fontWeight: 600, formatter: (at) => (at.value * width < 6500 ? '' : percent(at.value / 100)) },
      })),
    }));
    const rows = data.reach.flatMap((r, i) => r.missing.map((m) => [names[i], m.fields.join('、') || words.none_missing, grouped(m.rows), likely(m.best)]));
    page.append(section('reach', make('div', 'card', legend(...parts.map(([key, name]) => [name, words[key]])), drawn,
      ...(rows.length ? [make('h3', '', words.out_of_reach_by), table([words.columns, words.not_filled, '#' + words.rows, '#' + words.best], rows)] : []))));
  }

  // --- columns ------------------------------------------------------------------------------------------------------------------------------------------
  function columns() {
    const files = data.tables.map((t) => [t.file, grouped(t.rows), grouped(t.columns), t.encoding, t.id || words.row_number]);
    const fields = data.fields.map((f) => [f.title, f.kind, f.is_household ? words.about_household : words.about_self, percent(f.missing)]);
    page.append(section('columns', make('div', 'card', table([words.file, '#' + words.rows, '#' + words.columns_count, words.encoding, words.row_id], files)),
      make('div', 'card', table([words.field, words.kind, words.about, '#' + words.missing], fields)),
      ...(data.notes.length ? [make('div', 'card', make('h3', '', words.left_out), make('ul', 'notes', ...data.notes.map((text) => make('li', '', text))))] : [])));
  }

  top();
  weights();
  rules();
  histogram();
  examples();
  reach();
  columns();
  page.append(make('footer', '', words.footer));

  const draw_all = () => charts.forEach(draw);
  draw_all();
  new ResizeObserver(() => charts.forEach((one) => { if (one.node.clientWidth !== one.width) draw(one); })).observe(page);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw_all);
  document.documentElement.dataset.drawn = String(charts.length);
})();
