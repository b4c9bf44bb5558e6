/* SPDX-License-Identifier: 0BSD */
/* upcall_scalar_columns.h for Thumb-2 with long multiplication (Armv7-M). */
#if defined(__ARM_ARCH_ISA_THUMB) && __ARM_ARCH_ISA_THUMB == 2 && !defined(UPCALL_PLAIN_C)

#include "upcall_thumb2.h"

/* r0 x, r1 fields, r2-r4 inputs, r5-r7 weights, r8 sum of runs, r9 of their upper parts, r10 a run,
   r11 output, r12 2^15, lr end of x */

    .macro column
    ldm     r0!, {r2-r4}
    ldm     r1!, {r5-r7}
    .endm

    .macro add_run
    add     r8, r8, r10
    add     r9, r9, r10, asr #16
    .endm

    function upcall_scalar_columns
    push    {r4-r11, lr}
    mov     lr, r2
    mov     r11, r3
    mov     r3, r0
    mov     r0, r1
    mov     r1, r3
    mov     r12, #0x8000
1:  column
    mla     r8, r2, r5, r12
    mla     r8, r3, r6, r8
    asrs    r9, r8, #16
    mla     r10, r4, r7, r12
    column
    mla     r10, r2, r5, r10
    add_run
    mla     r10, r3, r6, r12
    mla     r10, r4, r7, r10
    add_run
    column
    mla     r10, r2, r5, r12
    mla     r10, r3, r6, r10
    add_run
    mla     r10, r4, r7, r12
    add_run
    ldm     r1!, {r2-r6}
    add     r2, r2, r9, lsl #8
    add     r3, r3, r8, lsl #8
    sub     r3, r3, r9, lsl #24
    scale   r2, r4, r5, r6, r8, r9
    scale   r3, r4, r5, r6, r8, r9
    ldm     r1!, {r4-r6}
    strb    r2, [r11, r5]
    strb    r3, [r11]
    add     r11, r11, r4
    subs    r1, r1, #68
    subs    r0, r0, r6
    cmp     r0, lr
    bne     1b
    pop     {r4-r11, pc}
    end_function upcall_scalar_columns

#endif
