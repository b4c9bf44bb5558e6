/* Functions whose cycles can be counted by hand; CycleModelTest has the sums. */
#include <stdint.h>

#include "upcall_port.h"

void cycles_loads(uint32_t *words);
void cycles_stack(uint32_t *words);
void cycles_multiply(uint32_t *words);
void cycles_branch(uint32_t *words);

__attribute__((naked)) void cycles_loads(uint32_t *words)
{
    (void)words;
    __asm volatile(".syntax unified\n\t"
                   "ldr r1, [r0]\n\t"      /* 2 */
                   "ldr.w r2, [r0, #4]\n\t" /* 1, behind a load */
                   "str r1, [r0, #8]\n\t"  /* 1 */
                   "adds r1, #1\n\t"       /* 1 */
                   "ldrb r1, [r0]\n\t"     /* 2 */
                   "ldrd r1, r2, [r0]\n\t" /* 3 */
                   "ldr r1, [r0]\n\t"      /* 2: what was before it is no single load */
                   "bx lr");               /* 1, and 2 for being taken */
}

__attribute__((naked)) void cycles_stack(uint32_t *words)
{
    (void)words;
    __asm volatile(".syntax unified\n\t"
                   "push {r4, r5, lr}\n\t"       /* 4 */
                   "stmdb sp!, {r4, r5, r8}\n\t" /* 4 */
                   "ldmia r0, {r1, r2}\n\t"      /* 3 */
                   "ldmia sp!, {r4, r5, r8}\n\t" /* 4 */
                   "pop {r4, r5, pc}");          /* 4, and 2 */
}

__attribute__((naked)) void cycles_multiply(uint32_t *words)
{
    (void)words;
    __asm volatile(".syntax unified\n\t"
                   "mul r1, r0, r0\n\t"       /* 1 */
                   "mla r1, r0, r0, r1\n\t"   /* 1; 2 on an M3 */
                   "smull r1, r2, r0, r0\n\t" /* 1; 4 on an M3 */
                   "sdiv r1, r0, r0\n\t"      /* 7 */
                   "bx lr");                  /* 1, and 2 */
}

__attribute__((naked)) void cycles_branch(uint32_t *words)
{
    (void)words;
    __asm volatile(".syntax unified\n\t"
                   "movs r1, #3\n"   /* 1 */
                   "1:\n\t"
                   "subs r1, #1\n\t" /* 3 times 1 */
                   "bne 1b\n\t"      /* 3 times 1, and twice 2 */
                   "bx lr");         /* 1, and 2 */
}

int main(void)
{
    static uint32_t words[8];
    const upcall_port_t *port = upcall_board_init();
    cycles_loads(words);
    cycles_stack(words);
    cycles_multiply(words);
    cycles_branch(words);
    for (;;) {
        port->sleep(1000u);
    }
}
