/* SPDX-License-Identifier: 0BSD */
/* upcall_scalar.h for Thumb-2 with long multiplication (Armv7-M). */
#if defined(__ARM_ARCH_ISA_THUMB) && __ARM_ARCH_ISA_THUMB == 2 && !defined(UPCALL_PLAIN_C)

#include "upcall_thumb2.h"

/* Frame of both functions. */
#define X 0
#define X_END 4
#define OUTPUT 8
#define PITCH 12
#define OFFSET 16
#define SHIFT 20
#define SUM 24
#define ENTRY 28
#define LAST 32 /* end of the first pixel's outputs */
#define SIGNED 36
#define FRAME 40

/* r0 = layer, r1 = x, r2 = w, r3 = output -> frame, r0 = x, r1 = w, r4 = taps, lr = end of x, whose
   taps are 1 << \bits bytes each; a block has 1 << \lanes outputs. */
    .macro enter bits, lanes
    push    {r4-r11, lr}
    sub     sp, sp, #FRAME
    ldm     r0, {r4-r9}
    mov     r0, r1
    mov     r1, r2
    add     lr, r0, r4, lsl #\bits
    strd    r0, lr, [sp, #X]
    strd    r3, r6, [sp, #OUTPUT]
    strd    r8, r9, [sp, #OFFSET]
    add     r5, r3, r5, lsl #\lanes
    strd    r5, r7, [sp, #LAST]
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
    strd    r12, r3, [sp, #SUM]
    mov     r12, #0x8000
1:  ldr     r8, [sp, #SUM]
    mov     r9, #0
    mov     r10, r8
    mov     r11, r9
    ldr     pc, [sp, #ENTRY]
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
    ldr     r0, [sp, #X]
    ldr     r7, [sp, #LAST]
    cmp     r6, r7
    bne     1b
    leave
    end_function upcall_scalar_4x1

/* ---- 1 pixel by 4 channels --------------------------------------------------------------------
   r0 x, r1 w, r2-r5 inputs, r6 r7 weights, r8-r11 sums of x w0, x (256 w1 + w0), x w2,
   x (256 w3 + w2), lr end of x. Four taps: 33 instructions, 16 products. */

    .macro tap_1x4 x, at
    ldrsb   r6, [r1, #\at]
    ldrsh   r7, [r1, #\at]
    mla     r8, \x, r6, r8
    mla     r9, \x, r7, r9
    ldrsb   r6, [r1, #\at + 2]
    ldrsh   r7, [r1, #\at + 2]
    mla     r10, \x, r6, r10
    mla     r11, \x, r7, r11
    .endm

    .macro taps_1x4 at
    ldm     r0!, {r2-r5}
    tap_1x4 r2, \at
    tap_1x4 r3, \at + 4
    tap_1x4 r4, \at + 8
    tap_1x4 r5, \at + 12
    .endm

    function upcall_scalar_1x4
    enter   2, 2
1:  mov     r8, #0
    mov     r9, r8
    mov     r10, r8
    mov     r11, r8
2:  taps_1x4 0
    taps_1x4 16
    adds    r1, r1, #32
    cmp     r0, lr
    bne     2b
    ldm     r1!, {r2-r5}
    add     r2, r2, r8, lsl #8
    sub     r9, r9, r8
    add     r3, r3, r9
    add     r4, r4, r10, lsl #8
    sub     r11, r11, r10
    add     r5, r5, r11
    ldm     r1!, {r8-r11}
    ldr     r6, [sp, #SIGNED]
    cbz     r6, 3f
    ldm     r1!, {r0, r6, r7, r12}
    correct r2, r0, lr
    correct r3, r6, lr
    correct r4, r7, lr
    correct r5, r12, lr
3:  ldrd    r6, r7, [sp, #OFFSET]
    scale   r2, r8, r6, r7, r0, r12
    scale   r3, r9, r6, r7, r0, r12
    scale   r4, r10, r6, r7, r0, r12
    scale   r5, r11, r6, r7, r0, r12
    ldr     r6, [sp, #OUTPUT]
    strb    r2, [r6], #1
    strb    r3, [r6], #1
    strb    r4, [r6], #1
    strb    r5, [r6], #1
    str     r6, [sp, #OUTPUT]
    ldrd    r0, lr, [sp, #X]
    ldr     r7, [sp, #LAST]
    cmp     r6, r7
    bne     1b
    leave
    end_function upcall_scalar_1x4

#endif
