/* SPDX-License-Identifier: 0BSD */
#include "upcall_lanes_windows.h"

#if !UPCALL_MVE

void upcall_lanes_columns(const upcall_lanes_columns_t *columns) {
    for (int32_t column = 0; column < columns->count; column++) {
        for (int32_t row = 0; row < 4; row++) {
            const int8_t *from = columns->rows[row] + column * columns->steps[row];
            int8_t *to = columns->columns + column * UPCALL_LANES_COLUMN + row;
            for (int32_t channel = 0; channel < columns->channels; channel++) {
                to[4 * channel] = from[channel];
            }
        }
        for (int32_t channel = 0; columns->line != 0 && channel < columns->channels; channel++) {
            columns->line[column * UPCALL_LANES_CHANNELS + channel] =
                columns->columns[column * UPCALL_LANES_COLUMN + 4 * channel + 2];
        }
    }
}

/* A channel's output at the window whose first byte is `patch`. */
static int8_t window(const int8_t *patch, const int32_t *constants, int32_t up) {
    uint32_t sum = 0;
    for (int32_t column = 0; column < 3; column++) {
        for (int32_t row = 0; row < 3; row++) {
            const int8_t weight = (int8_t)(uint8_t)((uint32_t)constants[column] >> (8 * row));
            sum += (uint32_t)(patch[column * UPCALL_LANES_COLUMN + row] * weight);
        }
    }
    const int32_t a = (int32_t)(256u * sum + (uint32_t)constants[4]);
    const int64_t product = (int64_t)a * (2 * (int64_t)constants[3]);
    const int32_t y = (int32_t)((product + ((int64_t)1 << 31)) >> 32) >> (24 - up);
    return (int8_t)(y < -128 ? -128 : y > 127 ? 127 : y);
}

/* A block's first window is at `patch`; lane i is `column[i]` columns and `row[i]` rows from it. */
static void block(const upcall_lanes_windows_t *windows, uint32_t mask, const int8_t *patch,
                  const int32_t *constants, int32_t stride, int8_t *output) {
    for (int32_t lane = 0; lane < 4; lane++) {
        const int32_t column = stride == 1 ? lane % 2 : 2 * lane;
        const int32_t row = stride == 1 ? lane / 2 : 0;
        if ((mask >> (4 * lane) & 1u) != 0) {
            output[windows->offsets[lane]] =
                window(patch + column * UPCALL_LANES_COLUMN + row, constants, windows->up);
        }
    }
}

static void all_blocks(const upcall_lanes_windows_t *windows, const int8_t *columns,
                       const int32_t *constants, int32_t stride, int8_t *output) {
    const int32_t pitch = (stride == 1 ? 2 : 8) * UPCALL_LANES_COLUMN;
    for (int32_t channel = 0; channel < windows->channels; channel++) {
        for (int32_t i = 0; i < windows->blocks; i++) {
            block(windows, windows->mask, columns + i * pitch, constants, stride,
                  output + i * windows->step);
        }
        block(windows, windows->last_mask, columns + windows->blocks * pitch, constants, stride,
              output + windows->blocks * windows->step);
        columns += 4;
        constants += UPCALL_LANES_CONSTANTS;
        output++;
    }
}

void upcall_lanes_windows_1(upcall_lanes_windows_t *windows, const int8_t *columns,
                            const int32_t *constants, int8_t *output) {
    all_blocks(windows, columns, constants, 1, output);
}

void upcall_lanes_windows_2(upcall_lanes_windows_t *windows, const int8_t *columns,
                            const int32_t *constants, int8_t *output) {
    all_blocks(windows, columns, constants, 2, output);
}

#endif
