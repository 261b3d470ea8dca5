#ifndef USE_PROMPTBANK_H
#define USE_PROMPTBANK_H

// Uses the C door well and badly, with a bank that has 2 ID columns of 1 concept each, "road" and "sky",
// 1 ood column, D = 3, rows along the axes, and no temperature of its own. Returns NULL, or the first
// expectation that does not hold.
//
// `damaged` is a bank that is cut short.
const char *use_promptbank(const char *bank, const char *damaged);

#endif
