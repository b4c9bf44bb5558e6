/* SPDX-License-Identifier: 0BSD */
/* Reads raw samples, writes what the firmware's preprocessing makes of each: whole, in the place of
 * the sample, and frame by frame. */
#include "upcall_config.h"
#include "upcall_ladder.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS (UPCALL_INPUT_BYTES / FRAMES)

int main(void) {
    static uint8_t raw[UPCALL_RAW_BYTES];
    static int8_t rows[UPCALL_INPUT_BYTES];
    while (fread(raw, sizeof raw, 1, stdin) == 1) {
        for (int i = 0; i < FRAMES; i++) {
            upcall_preprocess_row(raw + 2 * i * UPCALL_AUDIO_STRIDE, rows + i * COLUMNS);
        }
        upcall_preprocess(raw, (int8_t *)raw);
        if (memcmp(raw, rows, sizeof rows) != 0 || fwrite(raw, sizeof rows, 1, stdout) != 1) {
            return 1;
        }
    }
    return 0;
}
