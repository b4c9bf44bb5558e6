/* SPDX-License-Identifier: 0BSD */
/* upcall_column_walk.h for cores with the DSP extension. */
#if defined(__ARM_FEATURE_DSP) && defined(__thumb2__) && !defined(UPCALL_PLAIN_C)

    .syntax unified
    .thumb

    .macro function name
    .section .text.\name, "ax", %progbits
    .global \name
    .type \name, %function
    .thumb_func
    .balign 4
\name:
    .endm

    .macro end_function name
    .size \name, . - \name
    .endm

/* r0 = rows, r1 = pairs, r2 = columns */
    function upcall_gather_pair
    push    {r4-r11, lr}
    ldm     r0, {r3-r6}
1:  ldr     r7, [r3]
    ldr     r8, [r4]
    add     r3, r3, r5
    add     r4, r4, r6
    sxtb16  r9, r7
    sxtb16  r10, r7, ror #8
    sxtb16  r11, r8
    sxtb16  r12, r8, ror #8
    pkhbt   r7, r9, r11, lsl #16
    pkhbt   r8, r10, r12, lsl #16
    pkhtb   r9, r11, r9, asr #16
    pkhtb   r10, r12, r10, asr #16
    stm     r1!, {r7-r10}
    subs    r2, r2, #1
    bne     1b
    pop     {r4-r11, pc}
    end_function upcall_gather_pair

/* Walks: r0 = walk, r1 = pairs, r2 = output, r3 = end.
   r0-r2 weights of both rows, r3 r4 of the single one, r5 multiplier, r6 pairs below, r7-r9
   accumulators, r10 pair, r11 pair below, r12 pairs, lr output */
#define BIAS 0
#define END 4
#define FRAME 8

    .macro begin
    push    {r4-r11, lr}
    sub     sp, sp, #FRAME
    ldrd    r4, r6, [r0, #24]
    strd    r4, r3, [sp, #BIAS]
    add     r6, r6, r1
    mov     r12, r1
    mov     lr, r2
    ldm     r0, {r0-r5}
    .endm

    .macro finish
    ldr     r10, [sp, #END]
    cmp     lr, r10
    bne     1b
    add     sp, sp, #FRAME
    pop     {r4-r11, pc}
    .endm

    .macro column
    ldr     r10, [r12], #16
    ldr     r11, [r6], #16
    .endm

    .macro tap acc, both, half, single, lower
    .if \lower
    smlad   \acc, r11, \both, \acc
    smlat\half \acc, r10, \single, \acc
    .else
    smlad   \acc, r10, \both, \acc
    smlab\half \acc, r11, \single, \acc
    .endif
    .endm

    .macro tap0 acc, lower
    ldr     \acc, [sp, #BIAS]
    tap     \acc, r0, b, r3, \lower
    .endm

    .macro tap1 acc, lower
    tap     \acc, r1, t, r3, \lower
    .endm

    .macro tap2 acc, lower, shift
    tap     \acc, r2, b, r4, \lower
    smmulr  \acc, \acc, r5
    ssat    \acc, #8, \acc, asr #\shift
    strb    \acc, [lr], #4
    .endm

    .macro output new, middle, old, lower, shift
    column
    tap0    \new, \lower
    tap1    \middle, \lower
    tap2    \old, \lower, \shift
    .endm

    .macro walk name, lower, shift
    function \name
    begin
    column
    tap0    r7, \lower
    column
    tap0    r8, \lower
    tap1    r7, \lower
1:  output  r9, r8, r7, \lower, \shift
    output  r7, r9, r8, \lower, \shift
    output  r8, r7, r9, \lower, \shift
    finish
    end_function \name
    .endm

    .macro half_output acc, next, shift
    column
    tap1    \acc, 0
    column
    tap0    \next, 0
    tap2    \acc, 0, \shift
    .endm

    .macro walk_half name, shift
    function \name
    begin
    column
    tap0    r7, 0
1:  half_output r7, r8, \shift
    half_output r8, r7, \shift
    finish
    end_function \name
    .endm

    walk upcall_walk_upper_10, 0, 10
    walk upcall_walk_lower_10, 1, 10
    walk_half upcall_walk_half_10, 10
    walk upcall_walk_upper_12, 0, 12
    walk upcall_walk_lower_12, 1, 12
    walk_half upcall_walk_half_12, 12

#endif
