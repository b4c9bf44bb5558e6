/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_PAD_H
#define UPCALL_PAD_H

#include <stdint.h>

typedef struct {
    int32_t input[4];  /* dimensions, outermost first */
    int32_t output[4]; /* at least before + input along each axis */
    int32_t before[4]; /* elements added before the first */
    int8_t value;      /* what is added */
} upcall_pad_t;

/* Constant padding of up to four axes. Output must not share memory with input. */
void upcall_pad(const upcall_pad_t *layer, const int8_t *input, int8_t *output);

#endif
