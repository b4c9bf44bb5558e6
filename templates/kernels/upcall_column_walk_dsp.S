/* SPDX-License-Identifier: 0BSD */
/* upcall_column_walk.h for cores with the DSP extension. */
#if defined(__ARM_FEATURE_DSP) && defined(__thumb2__) && !defined(UPCALL_PLAIN_C)

#include "upcall_thumb.h"

/* r0 = rows, r1 = pairs, r2 = columns.
   r0 rows left, r2 0xff00ff00, r3 r4 inputs, r5 r6 steps, lr columns left; on the stack: columns, and
   what brings inputs and pairs to the next row */
    .macro gather_column scaled
    .if \scaled
    and     r9, r2, r7, lsl #8
    and     r10, r2, r7
    and     r11, r2, r8, lsl #8
    and     r12, r2, r8
    .else
    sxtb16  r9, r7
    sxtb16  r10, r7, ror #8
    sxtb16  r11, r8
    sxtb16  r12, r8, ror #8
    .endif
    pkhbt   r7, r9, r11, lsl #16
    pkhbt   r8, r10, r12, lsl #16
    pkhtb   r9, r11, r9, asr #16
    pkhtb   r10, r12, r10, asr #16
    stm     r1!, {r7-r10}
    .endm

    .macro gather name, scaled
    function \name
    push    {r4-r11, lr}
    ldm     r0, {r3-r9}
    mov     r0, r7
    push    {r2, r8, r9}
    .if \scaled
    mov     r2, #0xff00ff00
    .endif
0:  ldr     lr, [sp]
    .if \scaled == 0
    lsrs    lr, lr, #1
    bcc     1f
    sub     r3, r3, r5 /* an odd column first */
    sub     r4, r4, r6
    add     lr, lr, #1
    b       2f
    .endif
1:  ldr     r7, [r3]
    ldr     r8, [r4]
    .if \scaled
    add     r3, r3, r5
    add     r4, r4, r6
    .else
    gather_column \scaled
2:  ldr     r7, [r3, r5]
    ldr     r8, [r4, r6]
    add     r3, r3, r5, lsl #1
    add     r4, r4, r6, lsl #1
    .endif
    gather_column \scaled
    subs    lr, lr, #1
    bne     1b
    subs    r0, r0, #1
    beq     2f
    ldrd    r7, r8, [sp, #4]
    add     r3, r3, r7
    add     r4, r4, r7
    add     r1, r1, r8
    b       0b
2:  add     sp, sp, #12
    pop     {r4-r11, pc}
    end_function \name
    .endm

    gather upcall_gather_pair, 0
    gather upcall_gather_weights, 1

/* r0 = row, r1 = pairs, r2 = columns, r3 = step */
    function upcall_gather_row
    push    {r4-r7}
1:  ldr     r7, [r0]
    add     r0, r0, r3
    sxtb16  r4, r7
    sxtb16  r5, r7, ror #8
    asr     r6, r4, #16
    asr     r7, r5, #16
    stm     r1!, {r4-r7}
    subs    r2, r2, #1
    bne     1b
    pop     {r4-r7}
    bx      lr
    end_function upcall_gather_row

/* r0 = rows, r1 = from, r2 = to.
   r3 rows left, r4 iterations of a row, r5 r6 what brings `from` and `to` to the next row, r7 step,
   r8 where a row begins, r9 iterations left, r10 four outputs */
    function upcall_scatter_rows
    push    {r4-r10, lr}
    ldm     r0, {r3-r7}
    entry   r8, r4, 1f, 12, 4
    adds    r4, r4, #3
    lsrs    r4, r4, #2
0:  mov     r9, r4
    bx      r8
    .balign 4
1:  .rept 4
    ldr     r10, [r1], #4
    str     r10, [r2]
    add.w   r2, r2, r7
    .endr
    subs    r9, r9, #1
    bne     1b
    add     r1, r1, r5
    add     r2, r2, r6
    subs    r3, r3, #1
    bne     0b
    pop     {r4-r10, pc}
    end_function upcall_scatter_rows

/* Walks: r0 = walk, r1 = pairs, r2 = output, r3 = end, on the stack the loop to run for each channel.
   r0-r2 weights of both rows, r3 r4 of the single one, r5 multiplier, r6 pairs below, r7 r8
   accumulators, r9 bias, r10 pair, r11 pair below, r12 pairs, lr output; on the stack what the next
   channel begins with: pointers to both, single, multiplier and bias, ahead, pairs, output, end. A
   loop leaves the end in r10. Outputs lie on words, so that their address says which channel it is. */

    .macro channels name, lower
    function \name
    push    {r4-r11, lr}
    ldm     r0, {r4-r8}
    push    {r1-r3}
    push    {r4-r8}
0:  ldm     sp, {r4-r8, r12, lr}
    ldr     r0, [r4], #4
    ldr     r1, [r4, #12]
    ldr     r2, [r4, #28]
    ldr     r9, [r5], #4
    ldr     r10, [r5, #12]
    ldr     r11, [r5, #28]
    .if \lower
    pkhbt   r3, r9, r10, lsl #16
    .else
    pkhtb   r3, r10, r9, asr #16
    .endif
    ldr     r10, [r6], #4
    ldr     r9, [r7], #4
    stm     sp, {r4-r7}
    mov     r4, r11
    mov     r5, r10
    add     r6, r8, r12
    add     r7, r12, #4
    add     r8, lr, #1
    strd    r7, r8, [sp, #20]
    ldr     r10, [sp, #68]
    bx      r10
\name\()_next:
    ldr     r7, [sp, #24]
    add     r10, r10, #1
    str     r10, [sp, #28]
    tst     r7, #3
    bne     0b
    add     sp, sp, #32
    pop     {r4-r11, pc}
    end_function \name
    .endm

    channels upcall_channels_upper, 0
    channels upcall_channels_lower, 1

    .macro finish lower
    ldr     r10, [sp, #28]
    cmp     lr, r10
    bne     1b
    .if \lower
    b       upcall_channels_lower_next
    .else
    b       upcall_channels_upper_next
    .endif
    .endm

    .macro column
    ldr     r10, [r12], #16
    ldr     r11, [r6], #16
    .endm

    .macro tap acc, from, both, half, single, lower
    .if \lower
    smlad   \acc, r11, \both, \from
    smlat\half \acc, r10, \single, \acc
    .else
    smlad   \acc, r10, \both, \from
    smlab\half \acc, r11, \single, \acc
    .endif
    .endm

    .macro tap0 acc, lower
    tap     \acc, r9, r0, b, r3, \lower
    .endm

    .macro tap1 acc, lower
    tap     \acc, \acc, r1, t, r3, \lower
    .endm

    .macro tap2 acc, lower, shift
    .if \lower
    tap     \acc, \acc, r2, b, r4, \lower
    .else
    tap     \acc, \acc, r2, t, r4, \lower
    .endif
    smmulr  \acc, \acc, r5
    ssat    \acc, #8, \acc, asr #\shift
    strb    \acc, [lr], #4
    .endm

/* The oldest accumulator's register takes the newest. */
    .macro output old, middle, lower, shift
    column
    tap2    \old, \lower, \shift
    tap1    \middle, \lower
    tap0    \old, \lower
    .endm

    .macro walk name, lower, shift
    function \name
    column
    tap0    r7, \lower
    column
    tap1    r7, \lower
    tap0    r8, \lower
1:  .rept 2
    output  r7, r8, \lower, \shift
    output  r8, r7, \lower, \shift
    .endr
    finish  \lower
    end_function \name
    .endm

    .macro walk_half name, shift
    function \name
    column
    tap0    r7, 0
1:  .rept 4
    column
    tap1    r7, 0
    column
    tap2    r7, 0, \shift
    tap0    r7, 0
    .endr
    finish  0
    end_function \name
    .endm

    walk upcall_walk_upper_10, 0, 10
    walk upcall_walk_lower_10, 1, 10
    walk_half upcall_walk_half_10, 10
    walk upcall_walk_upper_12, 0, 12
    walk upcall_walk_lower_12, 1, 12
    walk_half upcall_walk_half_12, 12

#endif
