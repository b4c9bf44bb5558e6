/* SPDX-License-Identifier: 0BSD */
/* Runs recorded cases of single operators and compares each result with the recorded one. */
#ifndef OPERATOR_CASES_H
#define OPERATOR_CASES_H

#include <stdint.h>

typedef struct {
    int32_t run;      /* cases */
    int32_t failed;   /* of them */
    int32_t first;    /* index of the first that failed, or -1 */
    int32_t operator_code; /* of that one */
} operator_cases_t;

/*
 * Case, little endian, all int32 unless said:
 *
 *     operator code | weight bits | field count | fields | array count | arrays | arena bytes | left |
 *     right | output | scratch | left count | left int8... [| right count | right int8...] |
 *     output count | expected int8...
 *
 * left, right, output: offsets in the arena; right -1: the last array, -2: there is none; left -1:
 * the first array. An array: element bytes (1 or 4) | count | elements, padded to 4 bytes; so are
 * left and expected. A 0 in place of an operator code ends the list.
 */
operator_cases_t operator_cases_run(const uint8_t *cases);

/* Provided by the caller: memory for the case at hand; 4-aligned. release gives all back. */
void *operator_cases_allocate(uint32_t bytes);
void operator_cases_release(void);

#endif
