/* SPDX-License-Identifier: 0BSD */
#include "upcall_triples.h"

#if !UPCALL_DSP

void upcall_products_3x2(const upcall_products_t *products, const int32_t *x, const int32_t *w,
                         void *output) {
    upcall_products_blocks(products, UPCALL_PIXELS, 2, x, w, output);
}

void upcall_products_triples(const upcall_triples_t *triples, const int8_t *x, int8_t *output,
                             int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        upcall_expand_3(triples->rows, x + i * triples->input_step, triples->scratch,
                        UPCALL_PIXELS);
        upcall_products_3x2(triples->products, triples->scratch, triples->weights,
                            output + i * triples->output_step);
    }
}

#else

/* Nothing here: upcall_triples_dsp.S has it. */
typedef int upcall_triples_in_assembly_t;

#endif
