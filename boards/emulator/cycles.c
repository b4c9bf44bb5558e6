/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * A model of the cycles Thumb code takes on a Cortex-M0+, M3 or M4F with memory that never waits:
 *
 *     a load or store              2, and 1 right behind another (Cortex-M4 TRM, 3.3.3)
 *     two words at once            3 with the address kept or indexed, 2 for the exclusive forms
 *     n registers                  1 + n
 *     floating-point load, store   2
 *     division                     7
 *     multiply-accumulate          1; on an M3 2, and 4 where the product is long
 *     all else                     1
 *     a branch that is taken       2 more, whatever takes it
 *
 * A conditional instruction costs the same whether its condition holds or not. It is good for comparing
 * code with code, and it is the model by which the baselines were measured; it is no cycle-accurate
 * simulation of a chip.
 */
#include "cycles.h"

enum kind { PLAIN, SINGLE, LIST }; /* LIST: one cycle more for each register in the low bits */

typedef struct {
    uint16_t mask; /* of the first halfword */
    uint16_t match;
    uint8_t cycles;
    uint8_t kind;
    uint16_t registers; /* of a LIST: which bits of its last halfword name registers */
} rule_t;

/* The first rule that matches decides; encodings in ARM DDI 0403, A5.2 and A5.3. */
static const rule_t narrow[] = {
    {0xF800, 0x4800, 2, SINGLE, 0},    /* LDR literal */
    {0xF000, 0x5000, 2, SINGLE, 0},    /* register offset */
    {0xE000, 0x6000, 2, SINGLE, 0},    /* immediate offset, words and bytes */
    {0xE000, 0x8000, 2, SINGLE, 0},    /* immediate offset, halfwords; stack pointer */
    {0xF000, 0xC000, 1, LIST, 0x00FF}, /* LDM, STM */
    {0xFE00, 0xB400, 1, LIST, 0x01FF}, /* PUSH */
    {0xFE00, 0xBC00, 1, LIST, 0x01FF}, /* POP */
};
static const rule_t wide[] = {
    {0xFE40, 0xE800, 1, LIST, 0xFFFF}, /* LDM, STM */
    {0xFF60, 0xE840, 2, PLAIN, 0},     /* LDREX, STREX */
    {0xFE40, 0xE840, 3, PLAIN, 0},     /* LDRD, STRD, table branch */
    {0xFE00, 0xF800, 2, SINGLE, 0},    /* LDR, STR of any size */
    {0xEF00, 0xED00, 2, PLAIN, 0},     /* VLDR, VSTR */
    {0xEE00, 0xEC00, 2, PLAIN, 0},     /* VLDM, VSTM and what else coprocessors move */
    {0xFFF0, 0xFB90, 7, PLAIN, 0},     /* SDIV */
    {0xFFF0, 0xFBB0, 7, PLAIN, 0},     /* UDIV */
};

static const rule_t *find(const rule_t *rules, size_t count, unsigned halfword)
{
    for (size_t i = 0; i < count; i++) {
        if ((halfword & rules[i].mask) == rules[i].match) {
            return &rules[i];
        }
    }
    return NULL;
}

/* More than 1 where a multiplier takes its time: MLA, MLS, but not MUL; the long multiplications. */
static unsigned multiply_cycles(unsigned first, unsigned last)
{
    if ((first & 0xFFF0u) == 0xFB00u && last >> 12 != 15u) {
        return 2;
    }
    return (first & 0xFF80u) == 0xFB80u ? 4 : 1;
}

unsigned cycles_of(const uint8_t *code, size_t size, int slow_multiply, int *pipelined)
{
    const unsigned first = (unsigned)code[0] | (unsigned)code[1] << 8;
    const unsigned last = size == 2 ? first : (unsigned)code[2] | (unsigned)code[3] << 8;
    const rule_t *rule = size == 2 ? find(narrow, sizeof narrow / sizeof narrow[0], first)
                                   : find(wide, sizeof wide / sizeof wide[0], first);
    const int follows = *pipelined;
    *pipelined = rule != NULL && rule->kind == SINGLE;
    if (rule == NULL) {
        return slow_multiply && size == 4 ? multiply_cycles(first, last) : 1;
    }
    if (rule->kind == SINGLE && follows) {
        return 1;
    }
    const unsigned listed = rule->kind == LIST ? last & rule->registers : 0;
    return rule->cycles + (unsigned)__builtin_popcount(listed);
}
