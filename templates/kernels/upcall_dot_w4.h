/* SPDX-License-Identifier: 0BSD */
/*
 * Inner products with weights of 4 bits, -8..7. The weights of two neighbouring lanes of a block
 * (upcall_dot.h) share a byte, the first in its lower half; a block of one channel has its byte's
 * upper half unused:
 *
 *     [block][tap][pair of lanes]
 */
#ifndef UPCALL_DOT_W4_H
#define UPCALL_DOT_W4_H

#include <stdint.h>

#include "upcall_dot.h"

/* The weight in a byte's lower half: the upper bits of the shifted byte are its sign. */
static inline int32_t upcall_w4_low(int8_t pair) {
    return (int32_t)((uint32_t)pair << 28) >> 28;
}

/* The weight in a byte's upper half. */
static inline int32_t upcall_w4_high(int8_t pair) {
    return pair >> 4;
}

/* As upcall_dot. */
upcall_dot_function_t upcall_dot_w4;

#endif
