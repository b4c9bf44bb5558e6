/* SPDX-License-Identifier: 0BSD */
/* upcall_scalar.h for Thumb-1, which has no long multiplication (Armv6-M). */
#if defined(__ARM_ARCH_ISA_THUMB) && __ARM_ARCH_ISA_THUMB == 1 && !defined(UPCALL_PLAIN_C)

#include "upcall_thumb1.h"

/* Frame of both functions. */
#define X 0
#define X_END 4
#define W 8
#define OUTPUT 12
#define LAST 16 /* end of the first pixel's outputs */
#define PITCH 20
#define SIGNED 24
#define OFFSET 28
#define SHIFT 32
#define LOWEST 36
#define SUM 40
#define FRAME 44

/* r0 = layer, r1 = x, r2 = w, r3 = output -> frame, r4 = taps, which are 1 << \bits bytes of x each; a
   block has 1 << \lanes outputs. */
    .macro enter bits, lanes
    push    {r4-r7, lr}
    mov     r4, r8
    mov     r5, r9
    mov     r6, r10
    mov     r7, r11
    push    {r4-r7}
    sub     sp, sp, #FRAME
    str     r1, [sp, #X]
    str     r2, [sp, #W]
    str     r3, [sp, #OUTPUT]
    ldm     r0!, {r4-r7}
    str     r6, [sp, #PITCH]
    str     r7, [sp, #SIGNED]
    lsls    r5, r5, #\lanes
    adds    r5, r5, r3
    str     r5, [sp, #LAST]
    ldm     r0!, {r5, r6}
    str     r5, [sp, #OFFSET]
    str     r6, [sp, #SHIFT]
    lowest  r5, r6
    str     r5, [sp, #LOWEST]
    lsls    r5, r4, #\bits
    adds    r5, r5, r1
    str     r5, [sp, #X_END]
    .endm

    .macro leave
    add     sp, sp, #FRAME
    pop     {r4-r7}
    move_up r4, r5, r6, r7
    pop     {r4-r7, pc}
    .endm

/* A negative accumulator less its correction. */
    .macro correct acc, correction, t
    asrs    \t, \acc, #31
    ands    \t, \t, \correction
    subs    \acc, \acc, \t
    .endm

/* ---- 4 pixels by 1 channel --------------------------------------------------------------------
   r0 x, r1 w, r2 r3 r6 r7 inputs and runs, r4 four weights, r5 one, r8 r9 sums of runs and of upper
   parts of pixels 0 and 1, r10 r11 of pixels 2 and 3, r12 2^15, lr end of x. Two runs: 37
   instructions, 16 products. */

/* r2 and r3, the products of a run's first tap, and r6 and r7, of its second, to the sums. */
    .macro add_runs
    adds    r2, r2, r6
    adds    r3, r3, r7
    add     r2, r12
    add     r3, r12
    add     r8, r2
    add     r10, r3
    asrs    r2, r2, #16
    asrs    r3, r3, #16
    add     r9, r2
    add     r11, r3
    .endm

    .macro runs_4x1
    ldm     r1!, {r4}
    ldm     r0!, {r2, r3, r6, r7}
    sxtb    r5, r4
    muls    r2, r5, r2
    muls    r3, r5, r3
    lsls    r5, r4, #16
    asrs    r5, r5, #24
    muls    r6, r5, r6
    muls    r7, r5, r7
    add_runs
    ldm     r0!, {r2, r3, r6, r7}
    lsls    r5, r4, #8
    asrs    r5, r5, #24
    muls    r2, r5, r2
    muls    r3, r5, r3
    asrs    r4, r4, #24
    muls    r6, r4, r6
    muls    r7, r4, r7
    add_runs
    .endm

    function upcall_scalar_4x1
    enter   3, 0
    lsls    r4, r4, #14
    rsbs    r4, r4, #0
    str     r4, [sp, #SUM]
1:  movs    r4, #128
    lsls    r4, r4, #8
    mov     r12, r4
    ldr     r0, [sp, #X]
    ldr     r1, [sp, #W]
    ldr     r2, [sp, #X_END]
    mov     lr, r2
    ldr     r2, [sp, #SUM]
    movs    r3, #0
    move_up r2, r3, r2, r3
2:
    .rept 2
    runs_4x1
    .endr
    cmp     r0, lr
    bne     2b
    ldm     r1!, {r6, r7}
    mov     r2, r8
    mov     r3, r9
    lsls    r2, r2, #8
    lsls    r4, r3, #24
    subs    r2, r2, r4
    adds    r2, r2, r6
    lsls    r3, r3, #8
    adds    r3, r3, r6
    mov     r4, r10
    mov     r5, r11
    lsls    r4, r4, #8
    lsls    r0, r5, #24
    subs    r4, r4, r0
    adds    r4, r4, r6
    lsls    r5, r5, #8
    adds    r5, r5, r6
    ldr     r0, [sp, #SIGNED]
    cmp     r0, #0
    beq     3f
    ldm     r1!, {r6}
    correct r2, r6, r0
    correct r3, r6, r0
    correct r4, r6, r0
    correct r5, r6, r0
3:  move_up r2, r3, r4, r5
    str     r1, [sp, #W]
    uxth    r6, r7
    lsrs    r7, r7, #16
    ldr     r0, [sp, #LOWEST]
    mov     r12, r0
    ldr     r0, [sp, #OFFSET]
    mov     lr, r0
    ldr     r0, [sp, #SHIFT]
    ldr     r1, [sp, #OUTPUT]
    scale
    strb    r3, [r1]
    .irp    acc, r9, r10, r11
    mov     r2, \acc
    scale
    ldr     r4, [sp, #PITCH]
    adds    r1, r1, r4
    strb    r3, [r1]
    .endr
    ldr     r1, [sp, #OUTPUT]
    adds    r1, r1, #1
    str     r1, [sp, #OUTPUT]
    ldr     r2, [sp, #LAST]
    cmp     r1, r2
    beq     4f
    b       1b
4:  leave
    end_function upcall_scalar_4x1

/* ---- 1 pixel by 4 channels --------------------------------------------------------------------
   r0 x, r1 w, r2 an input, r3 end of x, r4 r5 weights of four channels, r6 one, r8-r11 sums of x w0,
   x (256 w1 + w0), x w2, x (256 w3 + w2), r12 and lr what scale_once takes. Two taps: 27
   instructions, 8 products. */

#define ENTRY SUM /* where the loop of 32 taps begins, a part of it being left over */

/* SHIFT has, above the shift itself, of which alone the lowest byte counts, bytes behind a block's
   starts: 16, or 32 with corrections. */

    .macro tap_1x4 at, w
    ldrb    r2, [r0, #\at]
    sxtb    r6, \w
    muls    r6, r2, r6
    add     r8, r6
    sxth    r6, \w
    muls    r6, r2, r6
    add     r9, r6
    asrs    \w, \w, #16
    sxtb    r6, \w
    muls    r6, r2, r6
    add     r10, r6
    muls    \w, r2, \w
    add     r11, \w
    .endm

/* The same with the correction in the block at r1. */
    .macro correct_lane acc, at
    cmp     \acc, #0
    bge     9f
    ldr     r6, [r1, #\at]
    subs    \acc, \acc, r6
9:
    .endm

    function upcall_scalar_1x4
    enter   0, 2
    lsls    r7, r7, #4
    adds    r7, r7, #16
    lsls    r7, r7, #8
    adds    r7, r7, r6
    str     r7, [sp, #SHIFT]
    ldr     r7, [sp, #OFFSET]
    mov     lr, r7
    ldr     r7, [sp, #LOWEST]
    mov     r12, r7
    /* Of 32 taps, the first 8 n are left out. */
    rsbs    r4, r4, #0
    movs    r5, #31
    ands    r4, r4, r5
    subs    r1, r1, r4
    str     r1, [sp, #X]
    lsrs    r4, r4, #3
    movs    r5, #216
    muls    r4, r5, r4
    adr     r5, 2f
    adds    r4, r4, r5
    str     r4, [sp, #ENTRY]
    ldr     r1, [sp, #W]
    b       1f
    .balign 4
2:
    .irp    at, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
    ldm     r1!, {r4, r5}
    tap_1x4 \at, r4
    tap_1x4 \at + 1, r5
    .endr
    adds    r0, r0, #32
    cmp     r0, r3
    beq     3f
    b       2b
3:  ldm     r1!, {r2-r5}
    mov     r6, r8
    add     r3, r9
    subs    r3, r3, r6
    lsls    r6, r6, #8
    adds    r2, r2, r6
    mov     r6, r10
    add     r5, r11
    subs    r5, r5, r6
    lsls    r6, r6, #8
    adds    r4, r4, r6
    ldr     r0, [sp, #SHIFT]
    lsrs    r6, r0, #14
    bcc     4f
    correct_lane r2, 16
    correct_lane r3, 20
    correct_lane r4, 24
    correct_lane r5, 28
4:  mov     r9, r3
    mov     r10, r4
    mov     r11, r5
    ldr     r5, [sp, #OUTPUT]
    scale_once r2, 0
    scale_once r9, 1
    scale_once r10, 2
    scale_once r11, 3
    lsrs    r0, r0, #8
    adds    r1, r1, r0
    adds    r5, r5, #4
    str     r5, [sp, #OUTPUT]
    ldr     r2, [sp, #LAST]
    cmp     r5, r2
    beq     5f
1:  ldr     r0, [sp, #X]
    ldr     r3, [sp, #X_END]
    movs    r2, #0
    move_up r2, r2, r2, r2
    ldr     r6, [sp, #ENTRY]
    mov     pc, r6
5:  leave
    end_function upcall_scalar_1x4

#endif
