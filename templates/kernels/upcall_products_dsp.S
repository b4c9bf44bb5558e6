/* SPDX-License-Identifier: 0BSD */
/*
 * upcall_products.h for cores with the DSP extension. Instruction counts are per iteration; every
 * instruction of an unrolled body is 4 bytes long, so that a remainder jumps into its middle.
 */
#if defined(__ARM_FEATURE_DSP) && defined(__thumb2__) && !defined(UPCALL_PLAIN_C)

#include "upcall_thumb.h"

/* ---- expansion: r0 = rows, r1 = x, r2 = to, r3 = pixels ----------------------------------------
   r3 input, r4 rows left, r5 iterations of a row, r6 tail, r7 skip, r8 -127 twice, r9 0xff00ff00,
   r10 where a row begins, r11 shared tail, r12 a, lr iterations left; on the stack, of the next
   pixel: x, to, pixels left, rows, step */

    .macro expand_word step
    sxtab16 r12, r8, r3, ror #8
    and     r3, r9, r3, lsl #8
    ssub16  r3, r3, r12
    .if \step == 4
    strd    r12, r3, [r2], #8
    .else
    str     r12, [r2], #\step
    str     r3, [r2], #\step
    .endif
    .endm

    .macro expand name, step, bytes
    function \name
    push    {r4-r11, lr}
    ldm     r0, {r4-r7, r12}
    push    {r1-r4, r12}
    mvn     r8, #0x007e007e
    mov     r9, #0xff00ff00
    entry   r10, r5, 1f, \bytes, 4
    adds    r5, r5, #3
    lsrs    r5, r5, #2
8:  ldm     sp, {r1-r4, r12}
    subs    r3, r3, #1
    blo     9f
    add     r11, r1, r12
    add     r12, r2, #4
    strd    r11, r12, [sp]
    str     r3, [sp, #8]
    mov     r11, #0
0:  movs    lr, r5
    beq     2f
    bx      r10
    .balign 4
1:
    .rept 4
    ldr     r3, [r1], #4
    expand_word \step
    .endr
    subs    lr, lr, #1
    bne     1b
2:  cbnz    r6, 3f
7:  add     r1, r1, r7
    subs    r4, r4, #1
    bne     0b
    b       8b
3:  ldrb    r3, [r1]
    cmp     r6, #3 /* beyond: UPCALL_SHARED_TAIL */
    bhi     6f
    blo     4f
    ldrb    r12, [r1, #2]
    orr     r3, r3, r12, lsl #16
4:  cmp     r6, #1
    beq     5f
    ldrb    r12, [r1, #1]
    orr     r3, r3, r12, lsl #8
5:  expand_word \step
    b       7b
6:  orr     r11, r3, r11, lsl #8
    add     r1, r1, r7
    subs    r4, r4, #1
    bne     0b
    mov     r3, r11
    expand_word \step
    b       8b
9:  add     sp, sp, #20
    pop     {r4-r11, pc}
    end_function \name
    .endm

    expand upcall_expand_3, 12, 24
    expand upcall_expand_1, 4, 20

/* ---- products ------------------------------------------------------------------------------- */

/* The frame. */
#define ENTRY 0
#define TAIL 4
#define X 8
#define LAST 12 /* end of the output */
#define OUTPUT 16
#define X_END 20
#define OFFSET 24
#define SHIFT 28
#define FRAME 32

/* 1 pixel by 4 channels: r0 = products, r1 = x, r2 = w, r3 = output.
   r0 x, r1 w, r2-r5 accumulators, r6-r9 inputs of two groups, r10-r12 and lr weights */

    .macro group_1x4 a, b
    ldm     r1!, {r10-r12, lr}
    smlad   r2, \a, r10, r2
    smlad   r3, \a, r11, r3
    smlad   r4, \a, r12, r4
    smlad   r5, \a, lr, r5
    sxtb16  r10, r10
    sxtb16  r11, r11
    sxtb16  r12, r12
    sxtb16  lr, lr
    smlad   r2, \b, r10, r2
    smlad   r3, \b, r11, r3
    smlad   r4, \b, r12, r4
    smlad   r5, \b, lr, r5
    .endm

    function upcall_products_1x4
    push    {r4-r11, lr}
    sub     sp, sp, #FRAME
    ldm     r0, {r4-r9}
    mov     r0, r1
    mov     r1, r2
    strd    r8, r9, [sp, #OFFSET]
    str     r3, [sp, #OUTPUT]
    add     r9, r3, r5, lsl #2
    cmp     r7, #1
    ite     lo
    adrlo.w r8, 5f
    adrhs.w r8, 4f
    bls     0f
    cmp     r7, #2
    ite     eq
    adreq.w r8, 6f
    adrne.w r8, 3f
    add     r9, r3, r5, lsl #4
0:  orr     r8, r8, #1
    strd    r0, r9, [sp, #X]
    add     r9, r0, r4, lsl #3
    str     r9, [sp, #X_END]
    lsrs    r4, r4, #1
    cmp     r7, #3
    entry   r7, r4, 2f, 108, 4
    strd    r7, r8, [sp, #ENTRY]
    beq     7f
1:  ldm     r1!, {r2-r5}
    ldr     pc, [sp, #ENTRY]
    .balign 4
2:
    .rept 4
    ldm     r0!, {r6-r9}
    group_1x4 r6, r7
    group_1x4 r8, r9
    .endr
    ldr     r10, [sp, #X_END]
    cmp     r0, r10
    bne     2b
    ldr     pc, [sp, #TAIL]
    .balign 4
3:  ldr     r8, [sp, #OUTPUT]
    ldrd    r0, r12, [sp, #X]
    stm     r8!, {r2-r5}
    cmp     r8, r12
    beq     9f
    str     r8, [sp, #OUTPUT]
    mov     r3, r8
7:  ldm     r3, {r2-r5} /* sums go on */
    ldr     pc, [sp, #ENTRY]
    .balign 4
6:  ldr     r8, [sp, #OUTPUT]
    stm     r8!, {r2-r5}
    b       8f
    .balign 4
4:  ldm     r1!, {r10-r12, lr}
    ldm     r1!, {r6-r9}
    correct r2, r6, r0
    correct r3, r7, r0
    correct r4, r8, r0
    correct r5, r9, r0
    b       0f
    .balign 4
5:  ldm     r1!, {r10-r12, lr}
0:  ldrd    r6, r7, [sp, #OFFSET]
    smmlar  r2, r2, r10, r6
    smmlar  r3, r3, r11, r6
    smmlar  r4, r4, r12, r6
    smmlar  r5, r5, lr, r6
    asrs    r2, r2, r7
    asrs    r3, r3, r7
    asrs    r4, r4, r7
    asrs    r5, r5, r7
    ldr     r8, [sp, #OUTPUT]
    ssat    r2, #8, r2
    ssat    r3, #8, r3
    ssat    r4, #8, r4
    ssat    r5, #8, r5
    strb    r2, [r8], #1
    strb    r3, [r8], #1
    strb    r4, [r8], #1
    strb    r5, [r8], #1
8:  str     r8, [sp, #OUTPUT]
    ldrd    r0, r12, [sp, #X]
    cmp     r8, r12
    bne     1b
9:  add     sp, sp, #FRAME
    pop     {r4-r11, pc}
    end_function upcall_products_1x4

#endif
