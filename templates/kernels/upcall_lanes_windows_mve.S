/* SPDX-License-Identifier: 0BSD */
/* upcall_lanes_windows.h for cores with MVE. */
#if defined(__ARM_FEATURE_MVE) && !defined(UPCALL_PLAIN_C)

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

/* ---- r0 = columns -------------------------------------------------------------------------------
   r1-r4 rows, r5-r8 steps, r9 columns, r10 line, r11 channels, r12 count. Four rows of 16 channels are
   stored interleaved by four. */

    .macro rows_to_column
    vpstttt
    vldrbt.8 q0, [r1]
    vldrbt.8 q1, [r2]
    vldrbt.8 q2, [r3]
    vldrbt.8 q3, [r4]
    add     r1, r1, r5
    add     r2, r2, r6
    add     r3, r3, r7
    add     r4, r4, r8
    vst40.8 {q0, q1, q2, q3}, [r9]
    vst41.8 {q0, q1, q2, q3}, [r9]
    vst42.8 {q0, q1, q2, q3}, [r9]
    vst43.8 {q0, q1, q2, q3}, [r9]!
    .endm

    function upcall_lanes_columns
    push    {r4-r11, lr}
    ldm     r0, {r1-r12}
    vctp.8  r11
    dls     lr, r12
    cmp     r10, #0
    beq     2f
1:  rows_to_column
    vstrb.8 q2, [r10], #16
    le      lr, 1b
    pop     {r4-r11, pc}
2:  rows_to_column
    le      lr, 2b
    pop     {r4-r11, pc}
    end_function upcall_lanes_columns

/* ---- r0 = windows, r1 = columns, r2 = constants, r3 = output ------------------------------------
   r0 r2 r4 r6 accumulators, r1 output of a block, r3 constants, r5 windows, r7 multiplier, r8 start,
   r9 up, r10 step, r11 output of a channel, r12 4 * channel;
   q0 inputs and outputs, q1 256 in each lane, q2 offsets, q3 addresses, q4-q7 weights. The weights'
   words w0 w1 w2 are columns: q4 = w0 w1 w2 0, q5 = 0 w0 w1 w2, q6 and q7 the same a row lower. */

#define OFFSETS 16
#define MASK 32
#define LAST_MASK 40
#define STEP 44
#define CHANNELS 52

/* Bytes of two columns, by which addresses advance before a load. */
#define COLUMNS 128

    .macro patch_1
    vldrw.u32 q0, [q3, #COLUMNS]!
    vmladav.s8 r0, q0, q4
    vmladav.s8 r2, q0, q5
    vmladav.s8 r4, q0, q6
    vmladav.s8 r6, q0, q7
    .endm

    .macro patch_2
    vldrw.u32 q0, [q3, #COLUMNS]!
    vmladav.s8 r0, q0, q4
    vldrw.u32 q0, [q3, #COLUMNS]!
    vmladav.s8 r2, q0, q4
    vldrw.u32 q0, [q3, #COLUMNS]!
    vmladav.s8 r4, q0, q4
    vldrw.u32 q0, [q3, #COLUMNS]!
    vmladav.s8 r6, q0, q4
    .endm

    .macro block patch
    \patch
    vmov    q0[2], q0[0], r0, r4
    vmov    q0[3], q0[1], r2, r6
    vmlas.s32 q0, q1, r8
    vqrdmulh.s32 q0, q0, r7
    vqshl.s32 q0, r9
    vshr.s32 q0, q0, #24
    vpst
    vstrbt.32 q0, [r1, q2]
    .endm

    .macro weights_1
    movs    r6, #0
    vmov    q4[2], q4[0], r0, r4
    vmov    q4[3], q4[1], r2, r6
    vmov    q5[2], q5[0], r6, r2
    vmov    q5[3], q5[1], r0, r4
    vshl.i32 q6, q4, #8
    vshl.i32 q7, q5, #8
    .endm

    .macro weights_2
    movs    r6, #0
    vmov    q4[2], q4[0], r0, r4
    vmov    q4[3], q4[1], r2, r6
    .endm

    .macro windows name, weights, patch
    function \name
    push    {r4-r11, lr}
    vpush   {d8-d15}
    mov     r5, r0
    mov     r11, r3
    mov     r3, r2
    subs    r1, r1, #COLUMNS
    add     r2, r1, #COLUMNS / 2
    strd    r1, r2, [r5]
    add     r1, r1, #COLUMNS
    add     r2, r2, #COLUMNS
    strd    r1, r2, [r5, #8]
    vmov.i32 q1, #256
    vldrw.32 q2, [r5, #OFFSETS]
    ldrd    r10, r9, [r5, #STEP]
    mov     r12, #0
1:  ldm     r3!, {r0, r2, r4, r7, r8}
    vldrw.32 q3, [r5]
    vadd.i32 q3, q3, r12
    \weights
    ldrd    r6, lr, [r5, #MASK]
    mov     r1, r11
    vmsr    p0, r6
    wls     lr, lr, 3f
2:  block   \patch
    add     r1, r1, r10
    le      lr, 2b
3:  ldr     r6, [r5, #LAST_MASK]
    cbz     r6, 4f
    vmsr    p0, r6
    block   \patch
4:  ldr     r6, [r5, #CHANNELS]
    add     r12, r12, #4
    add     r11, r11, #1
    cmp     r12, r6, lsl #2
    bne     1b
    vpop    {d8-d15}
    pop     {r4-r11, pc}
    end_function \name
    .endm

    windows upcall_lanes_windows_1, weights_1, patch_1
    windows upcall_lanes_windows_2, weights_2, patch_2

#endif
