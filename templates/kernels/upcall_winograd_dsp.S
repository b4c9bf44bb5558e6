/* SPDX-License-Identifier: 0BSD */
/* upcall_winograd.h for cores with the DSP extension. */
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

/* ---- inputs: r0 = x, r1 = pitch, r2 = channels, r3 = to -----------------------------------------
   A row of B is applied to the columns of inputs, then B to each four of the columns it gives. r0
   input in the first row that it takes, r1 distance of the second, r2 channels, r3 to, r4-r11 four
   columns of two words, r12 lr free. */

#define PITCH 0
#define LEFT 4 /* channels */
#define INPUT 8
#define BACK 12
#define INPUTS_FRAME 16

/* The next column: words \low and \high from the two rows that r0 and r1 say. */
    .macro column low, high, sum
    ldr     r12, [r0]
    ldr     lr, [r0, r1]
    add     r0, r0, r2
    sxtb16  \low, r12
    sxtb16  \high, r12, ror #8
    .if \sum
    sxtab16 \low, \low, lr
    sxtab16 \high, \high, lr, ror #8
    .else
    sxtb16  r12, lr
    sxtb16  lr, lr, ror #8
    ssub16  \low, \low, r12
    ssub16  \high, \high, lr
    .endif
    .endm

/* Four numbers of a tile from four columns; the first two columns are free afterwards. */
    .macro tile_half a, b, c, d, at
    ssub16  \a, \a, \c
    sadd16  r12, \b, \c
    ssub16  lr, \c, \b
    ssub16  \b, \b, \d
    str     \a, [r3, #(\at)]
    str     r12, [r3, #(\at + 16)]
    str     lr, [r3, #(\at + 32)]
    str     \b, [r3, #(\at + 48)]
    .endm

    .macro row_of_tiles sum
    column  r4, r5, \sum
    column  r6, r7, \sum
    row_of_two 0, \sum
    row_of_two 8, \sum
    .endm

    .macro row_of_two at, sum
    column  r8, r9, \sum
    column  r10, r11, \sum
    tile_half r4, r6, r8, r10, \at
    tile_half r5, r7, r9, r11, (\at + 256)
    column  r4, r5, \sum
    column  r6, r7, \sum
    tile_half r8, r10, r4, r6, (\at + 4)
    tile_half r9, r11, r5, r7, (\at + 260)
    .endm

/* The row of B that goes on at \next; r0 and r1 are set. */
    .macro difference next
    adr.w   r12, \next
    add     r12, r12, #1
    str     r12, [sp, #BACK]
    b.w     9f
    .balign 4
    .endm

    function upcall_winograd_inputs
    push    {r4-r11, lr}
    sub     sp, sp, #INPUTS_FRAME
    strd    r1, r2, [sp, #PITCH]
    str     r0, [sp, #INPUT]
1:  ldr     r12, [sp, #PITCH]
    lsl     r1, r12, #1
    difference 2f
2:  ldr     r12, [sp, #PITCH]
    ldr     r0, [sp, #INPUT]
    add     r3, r3, #64
    add     r0, r0, r12
    mov     r1, r12
    row_of_tiles 1
    ldr     r12, [sp, #PITCH]
    ldr     r0, [sp, #INPUT]
    add     r3, r3, #64
    add     r0, r0, r12, lsl #1
    rsb     r1, r12, #0
    difference 4f
4:  ldr     r12, [sp, #PITCH]
    ldr     r0, [sp, #INPUT]
    add     r3, r3, #64
    add     r0, r0, r12
    lsl     r1, r12, #1
    difference 5f
5:  add     r3, r3, #(512 - 192)
    ldrd    r12, r0, [sp, #LEFT]
    add     r0, r0, #4
    subs    r12, r12, #4
    strd    r12, r0, [sp, #LEFT]
    bne     1b
    add     sp, sp, #INPUTS_FRAME
    pop     {r4-r11, pc}
    .balign 4
9:  row_of_tiles 0
    ldr     pc, [sp, #BACK]
    end_function upcall_winograd_inputs

/* ---- products: r0 = x, r1 = w, r2 = steps, r3 = products ---------------------------------------
   r0 x, r1 w, r2-r5 the first channel's sums of four tiles, r6-r9 the second's, r10 r11 weights,
   r12 lr inputs; on the stack: products, x, end of the products, entry */

#define ENTRY 12
#define PRODUCTS_FRAME 16
#define MAX_STEPS 32

    .macro step
    ldrd    r10, r11, [r1], #8
    ldrd    r12, lr, [r0, #8]
    smlad   r4, r12, r10, r4
    smlad   r8, r12, r11, r8
    smlad   r5, lr, r10, r5
    smlad   r9, lr, r11, r9
    ldrd    r12, lr, [r0], #256
    smlad   r2, r12, r10, r2
    smlad   r6, r12, r11, r6
    smlad   r3, lr, r10, r3
    smlad   r7, lr, r11, r7
    .endm

    function upcall_winograd_products
    push    {r4-r11, lr}
    sub     sp, sp, #PRODUCTS_FRAME
    rsb     r2, r2, #MAX_STEPS
    mov     r4, #44
    adr.w   r5, 2f
    mla     r2, r2, r4, r5
    orr     r2, r2, #1
    add     r4, r3, #512
    strd    r3, r0, [sp]
    strd    r4, r2, [sp, #8]
    .balign 4
1:  ldrd    r10, r11, [r1], #8
    ldrd    r12, lr, [r0, #8]
    smuad   r4, r12, r10
    smuad   r8, r12, r11
    smuad   r5, lr, r10
    smuad   r9, lr, r11
    ldrd    r12, lr, [r0], #256
    smuad   r2, r12, r10
    smuad   r6, r12, r11
    smuad   r3, lr, r10
    smuad   r7, lr, r11
    ldr     pc, [sp, #ENTRY]
    .balign 4
2:
    .rept MAX_STEPS - 1
    step
    .endr
    ldm     sp, {r10-r12}
    stm     r10!, {r2-r9}
    add     r0, r11, #16
    strd    r10, r0, [sp]
    cmp     r10, r12
    bne.w   1b
    add     sp, sp, #PRODUCTS_FRAME
    pop     {r4-r11, pc}
    end_function upcall_winograd_products

/* ---- outputs: r0 = to, r1 = products, r2 = scale, r3 = output ----------------------------------
   r0 products, r1-r8 free, r9 what accumulators begin with, r10 multiplier, r11 correction, r12
   offset, lr output */

#define LAST 8 /* end of the channel's products; pitch and row before it */
#define FORM 12
#define SCALE 16
#define SECOND 20 /* scale of the second channel, its output */
#define SHIFT 28
#define OUTPUTS_FRAME 32

/* Shifts that the end of a tile is written out for. */
#define FIRST_SHIFT 12
#define SHIFTS 4

/* Products in column \c of the four rows. */
    .macro load c, p0, p1, p2, p3
    ldr     \p0, [r0, #(32 * \c)]
    ldr     \p1, [r0, #(32 * (\c + 4))]
    ldr     \p2, [r0, #(32 * (\c + 8))]
    ldr     \p3, [r0, #(32 * (\c + 12))]
    .endm

    .macro correct acc, t
    and     \t, r11, \acc, asr #31
    sub     \acc, \acc, \t
    .endm

    .macro saturate acc, shift
    .if \shift
    ssat    \acc, #8, \acc, asr #\shift
    .else
    asr     \acc, \acc, r1
    ssat    \acc, #8, \acc
    .endif
    .endm

    .macro scale_tile shift
    smmlar  r3, r3, r10, r12
    smmlar  r4, r4, r10, r12
    smmlar  r7, r7, r10, r12
    smmlar  r8, r8, r10, r12
    .if \shift == 0
    ldr     r1, [sp, #SHIFT]
    .endif
    saturate r3, \shift
    saturate r4, \shift
    saturate r7, \shift
    saturate r8, \shift
    ldm     sp, {r1, r2, r5}
    add     r2, r2, lr
    strb    r3, [lr]
    strb    r4, [lr, r1]
    strb    r7, [r2]
    strb    r8, [r2, r1]
    add     lr, lr, r1, lsl #1
    cmp     r0, r5
    bne.w   1b
    b.w     8f
    .endm

    function upcall_winograd_outputs
    push    {r4-r11, lr}
    sub     sp, sp, #OUTPUTS_FRAME
    ldm     r0, {r4-r7, r12}
    mov     r0, r1
    mov     lr, r3
    add     r9, r0, #16
    strd    r4, r5, [sp]
    add     r1, r2, #4
    add     r4, r3, #1
    strd    r1, r4, [sp, #SECOND]
    str     r12, [sp, #SHIFT]
    sub     r4, r12, #FIRST_SHIFT
    cmp     r4, #SHIFTS
    it      hs
    movhs   r4, #SHIFTS
    mov     r5, #(11f - 10f)
    adr.w   r8, 10f
    mla     r8, r4, r5, r8
    orr     r8, r8, #1
    mov     r4, r8
    cbz     r6, 0f
    adr.w   r4, 4f
    orr     r4, r4, #1
0:  str     r9, [sp, #LAST]
    strd    r4, r8, [sp, #FORM]
    mov     r12, r7
    ldr     r9, [r2]
    ldr     r10, [r2, #8]
    cbz     r6, 1f
    ldr     r11, [r2, #16]
    .balign 4
1:  load    1, r1, r2, r3, r4
    load    2, r5, r6, r7, r8
    add     r1, r1, r2
    sub     r2, r2, r3
    add     r1, r1, r3
    sub     r2, r2, r4
    add     r5, r5, r6
    sub     r6, r6, r7
    add     r5, r5, r7
    sub     r6, r6, r8
    add     r3, r1, r5
    sub     r4, r1, r5
    add     r7, r2, r6
    sub     r8, r2, r6
    load    0, r1, r2, r5, r6
    add     r3, r3, r1
    add     r7, r7, r2
    add     r3, r3, r2
    sub     r7, r7, r5
    add     r3, r3, r5
    sub     r7, r7, r6
    load    3, r1, r2, r5, r6
    sub     r4, r4, r1
    sub     r8, r8, r2
    sub     r4, r4, r2
    add     r8, r8, r5
    sub     r4, r4, r5
    add     r8, r8, r6
    add     r3, r9, r3, lsl #6
    add     r4, r9, r4, lsl #6
    add     r7, r9, r7, lsl #6
    add     r8, r9, r8, lsl #6
    add     r0, r0, #4
    ldr     pc, [sp, #FORM]
    .balign 4
4:  correct r3, r1
    correct r4, r2
    correct r7, r5
    correct r8, r6
    ldr     pc, [sp, #SCALE]
    .balign 4
10: scale_tile 12
    .balign 4
11: scale_tile 13
    .balign 4
    scale_tile 14
    .balign 4
    scale_tile 15
    .balign 4
    scale_tile 0
    .balign 4
8:  ldrd    r2, lr, [sp, #SECOND]
    cbz     r2, 7f
    mov     r1, #0
    str     r1, [sp, #SECOND]
    add     r5, r0, #16
    str     r5, [sp, #LAST]
    ldr     r9, [r2]
    ldr     r10, [r2, #8]
    ldr     r1, [sp, #FORM]
    ldr     r3, [sp, #SCALE]
    cmp     r1, r3
    it      ne
    ldrne   r11, [r2, #16]
    b.w     1b
7:  add     sp, sp, #OUTPUTS_FRAME
    pop     {r4-r11, pc}
    end_function upcall_winograd_outputs

#endif
