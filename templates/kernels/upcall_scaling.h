/* SPDX-License-Identifier: 0BSD */
/* From the int32 accumulators of a layer with weights to its int8 outputs. */
#ifndef UPCALL_SCALING_H
#define UPCALL_SCALING_H

#include <stdint.h>

/* Channels of a pixel that are accumulated before they are scaled: their accumulators are on the
   stack. A multiple of 4, the largest block of channels. */
#define UPCALL_BATCH 16

/* One element per output channel each. */
typedef struct {
    const int32_t *bias;       /* what an accumulator begins with */
    const int32_t *multiplier; /* Q31, >= 0 */
    const int8_t *right;       /* -2 - exponent, the product being scaled by 2^exponent; -33..29 */
    int32_t zero_point;        /* of the output, -128..127 */
    int32_t min;               /* -128..127 */
    int32_t max;               /* min..127 */
} upcall_scaling_t;

/* The outputs of the `count` >= 1 channels from `channel` on, whose accumulators are `acc`. 23
   instructions each on a Cortex-M4: of an output of 9 taps nearly a third. */
void upcall_scale(const upcall_scaling_t *scaling, int32_t channel, int32_t count,
                  const uint32_t *acc, int8_t *output);

#endif
