/* SPDX-License-Identifier: 0BSD */
#include "upcall_quads_row.h"

#include "upcall_short_output.h"

#if !UPCALL_RV32_ASSEMBLY

void upcall_quads_row(upcall_quads_row_t *row) {
    const int32_t step = row->channels;
    for (int32_t channel = 0; channel < step; channel++) {
        const int8_t *w = row->weights + UPCALL_QUADS_ROW_TAPS * channel;
        int32_t left = -row->left * step;
        for (int32_t to = channel; to <= row->output_back; to += step) {
            int32_t sum = 0;
            for (int32_t tap = 0; tap < UPCALL_QUADS_ROW_TAPS; tap++) {
                const int32_t at = left + tap / UPCALL_QUADS_ROW_KERNEL * step;
                const int32_t is_inside = at >= 0 && at <= row->back;
                const int32_t x = is_inside ? row->row[tap % UPCALL_QUADS_ROW_KERNEL][at + channel]
                                            : row->padding;
                sum += w[tap] * x;
            }
            const uint32_t a = (uint32_t)row->records[2 * channel] + ((uint32_t)sum << 8);
            row->output[to] = upcall_floored_output((int32_t)a, row->records[2 * channel + 1],
                                                    row->offset, row->shift);
            left += row->stride * step;
        }
    }
}

#else

/* Nothing here: upcall_quads_row_rv32.S has it. */
typedef int upcall_quads_row_in_assembly_t;

#endif
