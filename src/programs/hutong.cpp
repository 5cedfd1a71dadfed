#include "cli/door.h"

int main(int argc, char** argv) { return hutong::cli::run(argc, argv); }
