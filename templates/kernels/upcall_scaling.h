/* SPDX-License-Identifier: 0BSD */
/* From the int32 accumulators of a layer with weights to its int8 outputs. */
#ifndef UPCALL_SCALING_H
#define UPCALL_SCALING_H

#include <stdint.h>

/* One element per output channel each. */
typedef struct {
    const int32_t *bias;       /* what an accumulator begins with */
    const int32_t *multiplier; /* Q31, >= 0 */
    const int8_t *shift;       /* > 0 left before, < 0 right after the multiplication; -31..31 */
    int32_t zero_point;        /* of the output, -128..127 */
    int32_t min;               /* -128..127 */
    int32_t max;               /* min..127 */
} upcall_scaling_t;

/* The outputs of the `count` >= 1 channels from `channel` on, whose accumulators are `acc`. */
void upcall_scale(const upcall_scaling_t *scaling, int32_t channel, int32_t count,
                  const uint32_t *acc, int8_t *output);

#endif
