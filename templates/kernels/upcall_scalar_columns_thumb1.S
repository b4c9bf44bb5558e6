/* SPDX-License-Identifier: 0BSD */
/* upcall_scalar_columns.h for Thumb-1 (Armv6-M). */
#if defined(__ARM_ARCH_ISA_THUMB) && __ARM_ARCH_ISA_THUMB == 1 && !defined(UPCALL_PLAIN_C)

#include "upcall_thumb1.h"

/* r0 x, r1 fields, r2-r4 inputs and their products, r5-r7 weights, r8 sum of runs, r9 of their upper
   parts, r10 a tap that waits for its run's second, r11 output, r12 2^15, lr end of x */

    .macro column
    ldm     r0!, {r2-r4}
    ldm     r1!, {r5-r7}
    muls    r2, r5, r2
    muls    r3, r6, r3
    muls    r4, r7, r4
    .endm

    .macro add_run run
    add     r8, \run
    asrs    \run, \run, #16
    add     r9, \run
    .endm

    function upcall_scalar_columns
    push    {r4-r7, lr}
    mov     r4, r8
    mov     r5, r9
    mov     r6, r10
    mov     r7, r11
    push    {r4-r7}
    mov     lr, r2
    mov     r11, r3
    mov     r3, r0
    mov     r0, r1
    mov     r1, r3
    ldr     r4, [r1, #48]
    ldr     r5, [r1, #52]
    lowest  r4, r5
    push    {r4}
1:  movs    r4, #128
    lsls    r4, r4, #8
    mov     r12, r4
    column
    adds    r2, r2, r3
    add     r2, r12
    mov     r8, r2
    asrs    r2, r2, #16
    mov     r9, r2
    add     r4, r12
    mov     r10, r4
    column
    add     r2, r10
    add_run r2
    adds    r3, r3, r4
    add     r3, r12
    add_run r3
    column
    adds    r2, r2, r3
    add     r2, r12
    add_run r2
    add     r4, r12
    add_run r4
    ldm     r1!, {r2-r4}
    mov     r5, r8
    lsls    r5, r5, #8
    adds    r3, r3, r5
    mov     r5, r9
    lsls    r6, r5, #24
    subs    r3, r3, r6
    lsls    r5, r5, #8
    adds    r2, r2, r5
    mov     r8, r3
    mov     r9, r0
    mov     r10, lr
    uxth    r6, r4
    lsrs    r7, r4, #16
    ldr     r0, [sp]
    mov     r12, r0
    ldr     r0, [r1]
    mov     lr, r0
    ldr     r0, [r1, #4]
    scale
    ldr     r4, [r1, #12]
    add     r4, r11
    strb    r3, [r4]
    mov     r2, r8
    scale
    mov     r4, r11
    strb    r3, [r4]
    ldr     r5, [r1, #8]
    adds    r4, r4, r5
    mov     r11, r4
    ldr     r5, [r1, #16]
    mov     r0, r9
    subs    r0, r0, r5
    subs    r1, r1, #48
    mov     lr, r10
    cmp     r0, lr
    beq     2f
    b       1b
2:  add     sp, sp, #4
    pop     {r4-r7}
    move_up r4, r5, r6, r7
    pop     {r4-r7, pc}
    end_function upcall_scalar_columns

#endif
