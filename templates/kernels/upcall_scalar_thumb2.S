/* SPDX-License-Identifier: 0BSD */
/* upcall_scalar.h for Thumb-2 with long multiplication (Armv7-M). */
#if defined(__ARM_ARCH_ISA_THUMB) && __ARM_ARCH_ISA_THUMB == 2 && !defined(UPCALL_PLAIN_C)

#include "upcall_thumb2.h"

/* Frame of both functions. */
#define SUMS 0   /* what r8 to r11 begin with in 4x1 */
#define ENTRY 16 /* where its loop begins */
#define BEHIND 0 /* bytes of a block of 1x4 behind its weights */
#define BLOCK 4  /* bytes of such a block */
#define X_END 20
#define X 24
#define LAST 28 /* end of the first pixel's outputs */
#define SIGNED 32
#define OUTPUT 36
#define PITCH 40
#define OFFSET 44
#define SHIFT 48
#define FRAME 52

/* r0 = layer, r1 = x, r2 = w, r3 = output -> frame, r0 = x, r1 = w, r4 = taps, lr = end of x, whose
   taps are 1 << \bits bytes each; a block has 1 << \lanes outputs. */
    .macro enter bits, lanes
    push    {r4-r11, lr}
    sub     sp, sp, #FRAME
    ldm     r0, {r4-r9}
    mov     r0, r1
    mov     r1, r2
    add     lr, r0, r4, lsl #\bits
    add     r5, r3, r5, lsl #\lanes
    str     lr, [sp, #X_END]
    strd    r0, r5, [sp, #X]
    str     r7, [sp, #SIGNED]
    strd    r3, r6, [sp, #OUTPUT]
    strd    r8, r9, [sp, #OFFSET]
    .endm

    .macro leave
    add     sp, sp, #FRAME
    pop     {r4-r11, pc}
    .endm

/* A negative accumulator less its correction. */
    .macro correct acc, correction, t
    and     \t, \correction, \acc, asr #31
    sub     \acc, \acc, \t
    .endm

/* ---- 4 pixels by 1 channel --------------------------------------------------------------------
   r0 x, r1 w, r2-r5 inputs and runs, r6 r7 weights, r8 r9 sums of runs and of upper parts of pixels
   0 and 1, r10 r11 of pixels 2 and 3, r12 2^15, lr end of x. A run: 11 instructions, 8 products. */

    .macro run_4x1
    ldm     r0!, {r2-r5}
    ldrsb   r6, [r1], #2
    ldrsb   r7, [r1, #-1]
    mla     r2, r2, r6, r12
    mla     r3, r3, r6, r12
    mla     r2, r4, r7, r2
    mla     r3, r5, r7, r3
    add     r8, r8, r2
    add     r9, r9, r2, asr #16
    add     r10, r10, r3
    add     r11, r11, r3, asr #16
    .endm

    function upcall_scalar_4x1
    enter   3, 0
    lsl     r12, r4, #14
    rsb     r12, r12, #0
    tst     r4, #8
    ite     eq
    adreq.w r3, 2f
    adrne.w r3, 3f
    orr     r3, r3, #1
    mov     r2, #0
    strd    r12, r2, [sp, #SUMS]
    strd    r12, r2, [sp, #SUMS + 8]
    str     r3, [sp, #ENTRY]
    mov     r12, #0x8000
1:  ldm     sp, {r8-r11, pc}
    .balign 4
2:
    .rept 4
    run_4x1
    .endr
    .balign 4
3:
    .rept 4
    run_4x1
    .endr
    cmp     r0, lr
    bne     2b
    ldm     r1!, {r6, r7}
    add     r2, r6, r8, lsl #8
    sub     r2, r2, r9, lsl #24
    add     r3, r6, r9, lsl #8
    add     r4, r6, r10, lsl #8
    sub     r4, r4, r11, lsl #24
    add     r5, r6, r11, lsl #8
    ldr     r6, [sp, #SIGNED]
    cbz     r6, 4f
    ldr     r6, [r1], #4
    correct r2, r6, r8
    correct r3, r6, r8
    correct r4, r6, r8
    correct r5, r6, r8
4:  ldrd    r8, r9, [sp, #OFFSET]
    scale   r2, r7, r8, r9, r10, r11
    scale   r3, r7, r8, r9, r10, r11
    scale   r4, r7, r8, r9, r10, r11
    scale   r5, r7, r8, r9, r10, r11
    ldrd    r6, r7, [sp, #OUTPUT]
    strb    r3, [r6, r7]
    strb    r4, [r6, r7, lsl #1]
    add     r7, r7, r7, lsl #1
    strb    r5, [r6, r7]
    strb    r2, [r6], #1
    str     r6, [sp, #OUTPUT]
    ldrd    r0, r7, [sp, #X]
    cmp     r6, r7
    bne     1b
    leave
    end_function upcall_scalar_4x1

/* ---- 1 pixel by 4 channels, two blocks at a time ----------------------------------------------
   r0 x, r1 w, r2 an input, r3 a weight, r4-r7 sums of x w0, x (256 w1 + w0), x w2, x (256 w3 + w2),
   r8-r11 the same of the next block, at r12, lr end of x. A tap: 17 instructions, 8 products. */

/* The first tap of a turn moves \w on, to which the others lie before. */
    .macro half_tap_1x4 w, at, a, b, c, d
    .if \at
    ldrsb   r3, [\w, #\at - 32]
    .else
    ldrsb   r3, [\w], #32
    .endif
    mla     \a, r2, r3, \a
    ldrsh   r3, [\w, #\at - 32]
    mla     \b, r2, r3, \b
    ldrsb   r3, [\w, #\at - 30]
    mla     \c, r2, r3, \c
    ldrsh   r3, [\w, #\at - 30]
    mla     \d, r2, r3, \d
    .endm

/* Outputs of a block from its sums, \w being behind its weights. */
    .macro finish_1x4 w, a, b, c, d
    sub     \b, \b, \a
    sub     \d, \d, \c
    ldrd    r2, r3, [\w]
    add     \a, r2, \a, lsl #8
    add     \b, \b, r3
    ldrd    r2, r3, [\w, #8]
    add     \c, r2, \c, lsl #8
    add     \d, \d, r3
    ldr     r2, [sp, #SIGNED]
    cbz     r2, 9f
    ldrd    r0, r2, [\w, #32]
    correct \a, r0, r3
    correct \b, r2, r3
    ldrd    r0, r2, [\w, #40]
    correct \c, r0, r3
    correct \d, r2, r3
9:  ldrd    r0, lr, [sp, #OFFSET]
    ldr     r3, [\w, #16]
    scale   \a, r3, r0, lr, r2, r3
    ldr     r3, [\w, #20]
    scale   \b, r3, r0, lr, r2, r3
    ldr     r3, [\w, #24]
    scale   \c, r3, r0, lr, r2, r3
    ldr     r3, [\w, #28]
    scale   \d, r3, r0, lr, r2, r3
    ldr     r2, [sp, #OUTPUT]
    strb    \a, [r2]
    strb    \b, [r2, #1]
    strb    \c, [r2, #2]
    strb    \d, [r2, #3]
    .endm

    function upcall_scalar_1x4
    enter   0, 2
    lsl     r2, r7, #4
    add     r2, r2, #32
    add     r3, r2, r4, lsl #2
    strd    r2, r3, [sp, #BEHIND]
    add     r12, r1, r3
    ldr     r2, [sp, #OUTPUT]
    ldr     r3, [sp, #LAST]
1:  adds    r2, r2, #4
    cmp     r2, r3
    it      eq
    moveq   r12, r1
    .irp    sum, r4, r5, r6, r7, r8, r9, r10, r11
    mov     \sum, #0
    .endr
2:
    .irp    at, 0, 4, 8, 12, 16, 20, 24, 28
    ldrb    r2, [r0], #1
    half_tap_1x4 r1, \at, r4, r5, r6, r7
    half_tap_1x4 r12, \at, r8, r9, r10, r11
    .endr
    cmp     r0, lr
    bne     2b
    finish_1x4 r1, r4, r5, r6, r7
    cmp     r1, r12
    it      ne
    addne   r2, r2, #4
    str     r2, [sp, #OUTPUT]
    finish_1x4 r12, r8, r9, r10, r11
    adds    r2, r2, #4
    str     r2, [sp, #OUTPUT]
    ldrd    r0, r3, [sp, #BEHIND]
    add     r1, r12, r0
    add     r12, r1, r3
    ldr     lr, [sp, #X_END]
    ldrd    r0, r3, [sp, #X]
    cmp     r2, r3
    bne     1b
    leave
    end_function upcall_scalar_1x4

#endif
