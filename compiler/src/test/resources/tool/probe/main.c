/*
 * Firmware that lets a test use every function of a board's port. The host sends commands of one
 * byte:
 *
 *   ?           are you there: "!"
 *   E n bytes   echo: the n bytes come back
 *   I           identity: device, boot, milliseconds, as 32-bit words, low byte first
 *   Z n         sleep n * 10 ms: the milliseconds that passed, as a word
 *   L n         the counted functions with n * 10 rounds: "L"
 *   B           busy for half a second, taking no bytes: "B"
 *   F           fault
 *   R           recursion until the stack overflows
 */
#include "upcall_port.h"

/* Instructions: loop 3 * rounds + 1, tail 2 more, twice 2 * loop + 6 (RISC-V 10). */
#define COUNTED(name, body)                                       \
    void name(uint32_t rounds);                                   \
    __attribute__((naked, noinline)) void name(uint32_t rounds)   \
    {                                                             \
        (void)rounds;                                             \
        __asm volatile(body);                                     \
    }

#if defined(__arm__)
COUNTED(probe_loop, ".syntax unified\n\t 1: subs r0, #1\n\t cmp r0, #0\n\t bne 1b\n\t bx lr")
COUNTED(probe_tail, ".syntax unified\n\t ldr r3, =probe_loop\n\t bx r3\n\t .ltorg")
COUNTED(probe_twice, ".syntax unified\n\t push {r4, lr}\n\t mov r4, r0\n\t bl probe_loop\n\t mov r0, r4\n\t bl probe_loop\n\t pop {r4, pc}")
#elif defined(__riscv)
COUNTED(probe_loop, "1: addi a0, a0, -1\n\t nop\n\t bnez a0, 1b\n\t ret")
COUNTED(probe_tail, "la t0, probe_loop\n\t jr t0")
COUNTED(probe_twice, "addi sp, sp, -16\n\t sw ra, 0(sp)\n\t sw a0, 4(sp)\n\t call probe_loop\n\t lw a0, 4(sp)\n\t call probe_loop\n\t lw ra, 0(sp)\n\t addi sp, sp, 16\n\t ret")
#elif defined(__AVR__)
COUNTED(probe_loop, "1: subi r22, 1\n\t sbci r23, 0\n\t brne 1b\n\t ret")
COUNTED(probe_tail, "nop\n\t jmp probe_loop")
COUNTED(probe_twice, "movw r20, r22\n\t call probe_loop\n\t movw r22, r20\n\t call probe_loop\n\t nop\n\t ret")
#else
static void probe_loop(uint32_t rounds) { (void)rounds; }
static void probe_tail(uint32_t rounds) { (void)rounds; }
static void probe_twice(uint32_t rounds) { (void)rounds; }
#endif

/* Counted as weights, as if it were a model's. */
extern const int8_t upcall_weights_probe[100];
const int8_t upcall_weights_probe[100] = {1, 2, 3};
/* Copied to RAM by start-up code. */
static volatile uint32_t initialized = 0x12345678u;
static volatile uint32_t cleared;

static const upcall_port_t *port;

static uint8_t get(void)
{
    uint8_t byte;
    while (port->read(&byte, 1) != 1) {
        port->sleep(50u);
    }
    return byte;
}

static void put(const uint8_t *data, int length)
{
    for (int sent = 0; sent < length;) {
        sent += port->write(data + sent, length - sent);
    }
}

static void put_word(uint32_t word)
{
    const uint8_t bytes[4] = {(uint8_t)word, (uint8_t)(word >> 8), (uint8_t)(word >> 16),
                              (uint8_t)(word >> 24)};
    put(bytes, 4);
}

static void echo(void)
{
    uint8_t bytes[255];
    const int length = get();
    for (int i = 0; i < length; i++) {
        bytes[i] = get();
    }
    put(bytes, length);
}

static void sleep_for(uint32_t milliseconds)
{
    const uint32_t start = port->millis();
    while (port->millis() - start < milliseconds) {
        port->sleep(milliseconds - (port->millis() - start));
    }
    put_word(port->millis() - start);
}

static void busy(uint32_t milliseconds)
{
    const uint32_t start = port->millis();
    while (port->millis() - start < milliseconds) {
    }
}

/* Every call needs its array, since the next one gets its address. */
static int recurse(volatile uint8_t *caller)
{
    volatile uint8_t mine[256];
    mine[0] = caller[0];
    return mine[0] == 0u ? recurse(mine) + mine[0] : 0;
}

int main(void)
{
    port = upcall_board_init();
    if (initialized != 0x12345678u || cleared != 0u || upcall_weights_probe[cleared] != 1) {
        port->fault(UPCALL_FAULT);
    }
    for (;;) {
        switch (get()) {
        case '?':
            put((const uint8_t *)"!", 1);
            break;
        case 'E':
            echo();
            break;
        case 'I':
            put_word(port->device_id);
            put_word(port->boot);
            put_word(port->millis());
            break;
        case 'Z':
            sleep_for(10u * get());
            break;
        case 'L': {
            const uint32_t rounds = 10u * get();
            probe_loop(rounds);
            probe_tail(rounds);
            probe_twice(rounds);
            put((const uint8_t *)"L", 1);
            break;
        }
        case 'B':
            busy(500u);
            put((const uint8_t *)"B", 1);
            break;
        case 'R':
            (void)recurse(&(volatile uint8_t){0});
            break;
        case 'F':
            port->fault(UPCALL_FAULT);
            break;
        default:
            break;
        }
    }
}
