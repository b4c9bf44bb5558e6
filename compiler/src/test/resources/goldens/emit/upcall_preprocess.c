/* SPDX-License-Identifier: 0BSD */
/*
 * Written by Upcall 1.0 for made.
 * Changes are lost when it is written again:
 *
 *     upcall compile made
 */
#include "upcall_config.h"
#include "upcall_ladder.h"

void upcall_preprocess(const uint8_t *raw, int8_t *input) {
    for (int32_t i = 0; i < UPCALL_INPUT_BYTES; i++) {
        input[i] = (int8_t)raw[i];
    }
}
