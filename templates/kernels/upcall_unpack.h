/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_UNPACK_H
#define UPCALL_UNPACK_H

#include <stdint.h>

/*
 * `count` bytes from their Golomb-Rice code:
 *
 *     bits 0..2: k, bit 7: raised | codes, the first bit being the highest of its byte
 *
 * A signed byte b is z = 2 b, or -2 b - 1 if negative: as many ones as z / 2^k, a zero and the k lower
 * bits of z; or, from 15 ones on, 15 ones and the 8 bits of z. Raised bytes have 128 added. Reads up
 * to 4 bytes beyond the last one that it needs. 26 instructions a byte on a Cortex-M4.
 */
void upcall_unpack(const uint8_t *packed, int32_t count, uint8_t *to);

#endif
