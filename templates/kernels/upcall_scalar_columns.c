/* SPDX-License-Identifier: 0BSD */
#include "upcall_scalar_columns.h"

#include "upcall_short_output.h"

#if !UPCALL_SCALAR_ASSEMBLY

/* Two taps, with 2^15 for the upper part's sake. */
static inline uint32_t upcall_run(const uint32_t *x, const uint32_t *w) {
    return x[0] * w[0] + x[1] * w[1] + 0x8000u;
}

static inline uint32_t upcall_upper_part(uint32_t run) {
    return (uint32_t)((int32_t)run >> 16);
}

void upcall_scalar_columns(const upcall_scalar_columns_t *columns, const int32_t *x,
                           const int32_t *end, int8_t *output) {
    const upcall_scalar_columns_t layer = *columns;
    const uint32_t *w = (const uint32_t *)layer.weights;
    const uint32_t *at = (const uint32_t *)x;
    const int32_t ahead = 3 * UPCALL_COLUMN_ROWS - layer.back / 4;
    do {
        const uint32_t run0 = upcall_run(at, w);
        const uint32_t run1 = upcall_run(at + 2, w + 2);
        const uint32_t run2 = upcall_run(at + 4, w + 4);
        const uint32_t run3 = upcall_run(at + 6, w + 6);
        const uint32_t run4 = at[8] * w[8] + 0x8000u;
        const uint32_t runs = run0 + run1 + run2 + run3 + run4;
        const uint32_t upper = upcall_upper_part(run0) + upcall_upper_part(run1) +
                               upcall_upper_part(run2) + upcall_upper_part(run3) +
                               upcall_upper_part(run4);
        const uint32_t first = (uint32_t)layer.first_start + (runs << 8) - (upper << 24);
        const uint32_t second = (uint32_t)layer.start + (upper << 8);
        output[layer.second] =
            upcall_short_output((int32_t)second, layer.multiplier, layer.offset, layer.shift);
        output[0] =
            upcall_short_output((int32_t)first, layer.multiplier, layer.offset, layer.shift);
        output += layer.step;
        at += ahead;
    } while (at != (const uint32_t *)end);
}

#else

/* Nothing here: upcall_scalar_columns_thumb1.S or upcall_scalar_columns_thumb2.S has it. */
typedef int upcall_scalar_columns_in_assembly_t;

#endif
