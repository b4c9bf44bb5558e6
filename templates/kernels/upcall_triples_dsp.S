/* SPDX-License-Identifier: 0BSD */
/*
 * upcall_triples.h for cores with the DSP extension. Every instruction of an unrolled body is 4 bytes
 * long, so that a remainder jumps into its middle.
 */
#if defined(__ARM_FEATURE_DSP) && defined(__thumb2__) && !defined(UPCALL_PLAIN_C)

#include "upcall_thumb.h"

/* The frame. Pairs lie side by side to be loaded together. */
#define X 0      /* expanded inputs */
#define LAST 4   /* end of three pixels' outputs, as far as blocks write them */
#define PITCH 8
#define OFFSET 12
#define WEIGHTS 16
#define WIDTH 20 /* bytes of outputs that blocks write from the first pixel on */
#define LEFT 24  /* triples */
#define INPUT 28
#define INPUT_STEP 32 /* from a triple to the next */
#define OUTPUT_STEP 36
#define ROW_PITCH 40
#define BACK 44 /* from behind the last row to the first row's tail */
#define ROWS 48
#define STEP 52 /* from a pixel's input to the next one's */
#define WORDS 56 /* iterations of a row */
#define SKIP 60
#define SHIFT 64
#define X_END 68
#define ENTRY 72 /* where the groups behind the first one begin */
#define GROUPS_END 76
#define FORM 80
#define SCALE 84 /* behind the loading of multipliers */
#define ROW 88
#define ROW_END 92
#define ROWS_END 96
#define FRAME 100

/* Groups of a turn, besides the first group. */
#define BODIES 8

/* Shifts that the end of a block is written out for. */
#define FIRST_SHIFT 12
#define SHIFTS 4

/* ---- blocks of two channels ----------------------------------------------------------------------
   r0 x, r1 w, r2-r4 accumulators of the first channel, r5-r7 of the second, r8 r9 weights, r10-r12
   inputs, lr output */

/* A group's products, the weights and a being there; to three sums of each channel. */
    .macro products_a first, second, third, first2, second2, third2
    smlad   r2, r10, r8, \first
    smlad   r5, r10, r9, \first2
    smlad   r3, r11, r8, \second
    smlad   r6, r11, r9, \second2
    smlad   r4, r12, r8, \third
    smlad   r7, r12, r9, \third2
    sxtb16  r8, r8
    sxtb16  r9, r9
    ldm     r0!, {r10-r12}
    smlad   r2, r10, r8, r2
    smlad   r5, r10, r9, r5
    smlad   r3, r11, r8, r3
    smlad   r6, r11, r9, r6
    smlad   r4, r12, r8, r4
    smlad   r7, r12, r9, r7
    .endm

    .macro group
    ldrd    r8, r9, [r1], #8
    ldm     r0!, {r10-r12}
    products_a r2, r3, r4, r5, r6, r7
    .endm

/* Six outputs. `shift` is 0 if it is in the frame. */
    .macro saturate acc, shift
    .if \shift
    ssat    \acc, #8, \acc, asr #\shift
    .else
    asr     \acc, \acc, r0
    ssat    \acc, #8, \acc
    .endif
    .endm

    .macro scale shift
    ldrd    r8, r9, [r1], #8
    ldrd    r10, r12, [sp, #PITCH]
    .if \shift == 0
    ldr     r0, [sp, #SHIFT]
    .endif
    smmlar  r2, r2, r8, r12
    smmlar  r3, r3, r8, r12
    smmlar  r4, r4, r8, r12
    smmlar  r5, r5, r9, r12
    smmlar  r6, r6, r9, r12
    smmlar  r7, r7, r9, r12
    saturate r2, \shift
    saturate r3, \shift
    saturate r4, \shift
    saturate r5, \shift
    saturate r6, \shift
    saturate r7, \shift
    strb    r3, [lr, r10]
    strb    r4, [lr, r10, lsl #1]
    strb    r2, [lr], #1
    strb    r6, [lr, r10]
    strb    r7, [lr, r10, lsl #1]
    strb    r5, [lr], #1
    ldrd    r0, r12, [sp, #X]
    cmp     lr, r12
    bne.w   1b
    b.w     8f
    .endm

    .macro label to, at
    adr.w   \to, \at
    orr     \to, \to, #1
    .endm

/* ---- expansion of three pixels --------------------------------------------------------------------
   r0 rows left, r1 inputs, r2 to, r3-r5 inputs, r6 step, r7 2 * step, r8 -127 twice, r9 0xff00ff00,
   r10-r12 a, lr iterations left */

    .macro expand_words
    sxtab16 r10, r8, r3, ror #8
    sxtab16 r11, r8, r4, ror #8
    sxtab16 r12, r8, r5, ror #8
    stm     r2!, {r10-r12}
    and     r3, r9, r3, lsl #8
    and     r4, r9, r4, lsl #8
    and     r5, r9, r5, lsl #8
    ssub16  r3, r3, r10
    ssub16  r4, r4, r11
    ssub16  r5, r5, r12
    stm.w   r2!, {r3-r5}
    .endm

    .macro expand_group
    ldr.w   r4, [r1, r6]
    ldr.w   r5, [r1, r7]
    ldr.w   r3, [r1], #4
    expand_words
    .endm

/* r0 = products, r1 = x, r2 = w, r3 = output */
    function upcall_products_3x2
    push    {r4-r11, lr}
    sub     sp, sp, #FRAME
    mov     r4, #1
    str     r4, [sp, #LEFT]
    bl      10f
    b       30f
    end_function upcall_products_3x2

/* r0 = triples, r1 = x, r2 = output, r3 = count. In the section of upcall_products_3x2. */
    .global upcall_products_triples
    .type upcall_products_triples, %function
    .thumb_func
upcall_products_triples:
    push    {r4-r11, lr}
    sub     sp, sp, #FRAME
    strd    r3, r1, [sp, #LEFT]
    mov     r12, r2
    ldm     r0, {r0-r5} /* products, rows, weights, scratch, steps */
    strd    r4, r5, [sp, #INPUT_STEP]
    ldm     r1, {r4, r6-r9} /* rows, words, tail, skip, step */
    mov     r1, r3
    mov     r3, r12
    strd    r4, r9, [sp, #ROWS]
    add     r10, r6, #3
    lsr     r10, r10, #2
    strd    r10, r8, [sp, #WORDS]
    add     r9, r8, r6, lsl #2
    sub     r10, r4, #1
    mla     r10, r10, r9, r8
    strd    r9, r10, [sp, #ROW_PITCH]
    label   r9, 30f
    cmp     r7, #4 /* UPCALL_SHARED_TAIL */
    bne     0f
    label   r9, 26f
    mov     r7, #0
0:  str     r9, [sp, #ROWS_END]
    label   r9, 22f
    cbz     r7, 0f
    mov     r10, #(24f - 23f)
    sub     r7, r7, #1
    adr.w   r9, 23f
    mla     r9, r7, r10, r9
    orr     r9, r9, #1
    b       1f
0:  cmp     r4, #1
    bne     1f
    label   r9, 30f
1:  str     r9, [sp, #ROW_END]
    entry   r10, r6, 20f, 56, 4
    cbnz    r6, 1f
    mov     r10, r9
1:  str     r10, [sp, #ROW]
    bl      10f
    ldr     r2, [sp, #X]
    ldr     r1, [sp, #INPUT]

/* three pixels from r1 to r2 */
7:  ldrd    r0, r6, [sp, #ROWS]
    add     r7, r6, r6
    mvn     r8, #0x007e007e
    mov     r9, #0xff00ff00
0:  ldr     lr, [sp, #WORDS]
    ldr     pc, [sp, #ROW]
    .balign 4
20: .rept 4
    expand_group
    .endr
    subs    lr, lr, #1
    bne     20b
    ldr     pc, [sp, #ROW_END]
    .balign 4
23: ldrb.w  r3, [r1]    /* one input beyond the groups */
    ldrb.w  r4, [r1, r6]
    ldrb.w  r5, [r1, r7]
    b.w     21f
24: ldrh.w  r3, [r1]    /* two */
    ldrh.w  r4, [r1, r6]
    ldrh.w  r5, [r1, r7]
    b.w     21f
    ldrh.w  r3, [r1], #2 /* three */
    add     r1, r1, r6
    ldrb    r11, [r1]
    ldrh    r4, [r1, #-2]
    ldrb    r12, [r1, r6]
    add     r1, r1, r6
    ldrh    r5, [r1, #-2]
    sub     r1, r1, r7
    ldrb    r10, [r1], #-2
    orr     r3, r3, r10, lsl #16
    orr     r4, r4, r11, lsl #16
    orr     r5, r5, r12, lsl #16
21: expand_words
    .balign 4
22: ldr     r3, [sp, #SKIP]
    subs    r0, r0, #1
    add     r1, r1, r3
    bne     0b
    ldr     pc, [sp, #ROWS_END]
    .balign 4
26: ldrd    lr, r3, [sp, #ROW_PITCH] /* the rows' last inputs are one more group */
    ldr     r0, [sp, #ROWS]
    sub     r1, r1, r3
    mov     r3, #0
    mov     r4, #0
    mov     r5, #0
27: ldrb    r10, [r1]
    ldrb    r11, [r1, r6]
    ldrb    r12, [r1, r7]
    add     r1, r1, lr
    subs    r0, r0, #1
    orr     r3, r10, r3, lsl #8
    orr     r4, r11, r4, lsl #8
    orr     r5, r12, r5, lsl #8
    bne     27b
    expand_words
    .balign 4
30: ldrd    r0, r12, [sp, #X]
    ldrd    r1, lr, [sp, #WEIGHTS]
    sub     lr, r12, lr

/* blocks: x in r0, weights in r1, output in lr */
1:  ldm     r1!, {r4, r7, r8, r9}
    ldm     r0!, {r10-r12}
    products_a r4, r4, r4, r7, r7, r7
    ldr     pc, [sp, #ENTRY]
    .balign 4
2:  .rept BODIES
    group
    .endr
5:  ldr     pc, [sp, #GROUPS_END]
    .balign 4
3:  ldr     r10, [sp, #X_END] /* more than a turn */
    cmp     r0, r10
    bne.w   2b
    ldr     pc, [sp, #FORM]
    .balign 4
4:  ldm     r1!, {r8-r11}
    correct r2, r10, r12
    correct r3, r10, r12
    correct r4, r10, r12
    correct r5, r11, r12
    correct r6, r11, r12
    correct r7, r11, r12
    ldr     pc, [sp, #SCALE]
    .balign 4
6:  stm     lr!, {r2-r7}
    ldrd    r0, r12, [sp, #X]
    cmp     lr, r12
    bne     1b
    b       8f
    .balign 4
11: scale 12
    .balign 4
12: scale 13
    .balign 4
    scale 14
    .balign 4
    scale 15
    .balign 4
    scale 0
    .balign 4

8:  ldrd    r3, r1, [sp, #LEFT]
    subs    r3, r3, #1
    beq     9f
    ldrd    r4, r5, [sp, #INPUT_STEP]
    add     r1, r1, r4
    strd    r3, r1, [sp, #LEFT]
    ldrd    r2, r4, [sp, #X]
    add     r4, r4, r5
    str     r4, [sp, #LAST]
    b       7b
9:  add     sp, sp, #FRAME
    pop     {r4-r11, pc}

/* Fills the frame: r0 = products, r1 = x, r2 = weights, r3 = output. Returns to r10. */
10: mov     r10, lr
    ldm     r0, {r4-r9}
    strd    r6, r8, [sp, #PITCH]
    str     r9, [sp, #SHIFT]
    sub     r9, r9, #FIRST_SHIFT
    cmp     r9, #SHIFTS
    it      hs
    movhs   r9, #SHIFTS
    mov     r12, #(12b - 11b)
    adr.w   r8, 11b
    mla     r8, r9, r12, r8
    orr     r8, r8, #1
    add     r9, r8, #4
    str     r9, [sp, #SCALE]
    lsl     r9, r5, #1
    cmp     r7, #1
    blo     1f
    adr.w   r8, 4b
    beq     0f
    adr.w   r8, 6b
    add     r9, r9, r5, lsl #1
    add     r9, r9, r5, lsl #1
    lsl     r9, r9, #2
0:  orr     r8, r8, #1
1:  strd    r2, r9, [sp, #WEIGHTS]
    add     r9, r9, r3
    strd    r1, r9, [sp, #X]
    add     r9, r4, r4, lsl #1
    add     r9, r1, r9, lsl #3
    str     r9, [sp, #X_END]
    strd    r8, r8, [sp, #GROUPS_END]
    cmp     r4, #(BODIES + 1)
    bls     1f
    label   r9, 3b
    str     r9, [sp, #GROUPS_END]
1:  subs    r4, r4, #1
    entry   r9, r4, 2b, 68, BODIES
    cbnz    r4, 1f
    label   r9, 5b
1:  str     r9, [sp, #ENTRY]
    bx      r10
    .size upcall_products_triples, . - upcall_products_triples

#endif
