/* SPDX-License-Identifier: 0BSD */
#include "upcall_requantize.h"

int32_t upcall_requantize_apart(int32_t x, int32_t multiplier, int32_t shift) {
    return upcall_requantize(x, multiplier, shift);
}
