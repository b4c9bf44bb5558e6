/* SPDX-License-Identifier: 0BSD */
#ifndef UPCALL_ADD_BROADCAST_H
#define UPCALL_ADD_BROADCAST_H

#include <stdint.h>

#include "upcall_add.h"

typedef struct {
    upcall_add_t add;
    int32_t dims[4]; /* of the output, outermost first */
    int32_t
        left_stride[4]; /* bytes from one element to the next along each axis; 0 where it repeats */
    int32_t right_stride[4];
} upcall_add_broadcast_t;

/* Sum of two tensors of unlike shapes. Output must not share memory with either. */
void upcall_add_broadcast(const upcall_add_broadcast_t *layer, const int8_t *left,
                          const int8_t *right, int8_t *output);

#endif
