/*
 * Firmware that runs translated policies on made-up scores. Commands of one byte:
 *
 *   ?         are you there: "!"
 *   E 1 byte  the byte comes back
 *   R n       n * 10 more cases through every policy, those that learn being told answers: the hash of all verdicts so far, as a 32-bit
 *             word, low byte first
 */
#include "upcall_policy_0.h"
#include "upcall_policy_1.h"
#include "upcall_policy_2.h"
#include "upcall_policy_3.h"
#include "upcall_policy_4.h"
#include "upcall_policy_5.h"
#include "upcall_policy_6.h"
#include "upcall_port.h"

#define CLASSES 10
#define EVERY 16u /* a policy that goes through 257 weights is not asked each time */

static const upcall_port_t *port;
static uint32_t state = 1u;
static uint32_t hash = 0x811C9DC5u;
static uint32_t cases;

static uint32_t next(void)
{
    state = state * 1664525u + 1013904223u;
    return state >> 8;
}

static void add(upcall_verdict_t verdict)
{
    hash = (hash ^ (uint32_t)verdict) * 16777619u;
}

static void one_case(void)
{
    int8_t logits[CLASSES];
    upcall_scores_t scores = {logits, CLASSES, 0.0f, 0, 1, 1};
    const uint32_t spread = 1u << (next() & 7u);
    scores.scale = (float)((next() & 0xFFFFu) + 1u) / 131072.0f;
    scores.zero_point = (int32_t)(next() & 0xFFu) - 128;
    for (int c = 0; c < CLASSES; c++) {
        logits[c] = (int8_t)((int32_t)(next() & (spread - 1u)) - 64);
    }
    add(upcall_policy_0_decide(&scores));
    add(upcall_policy_1_decide(&scores));
    add(upcall_policy_2_decide(&scores));
    add(upcall_policy_3_decide(&scores));
    add(upcall_policy_4_decide(&scores));
    const int32_t local = (int32_t)(next() % CLASSES);
    const int32_t label = (int32_t)(next() % CLASSES);
    const upcall_answer_t answer = {&scores, local, label, false};
    upcall_verdict_t verdict = upcall_policy_5_decide(&scores);
    add(verdict);
    if (verdict != UPCALL_ACCEPT) {
        upcall_policy_5_feedback(&answer);
    }
    if (cases++ % EVERY == 0u) {
        verdict = upcall_policy_6_decide(&scores);
        add(verdict);
        if (verdict != UPCALL_ACCEPT) {
            upcall_policy_6_feedback(&answer);
        }
    }
}

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

int main(void)
{
    port = upcall_board_init();
    upcall_policy_5_init();
    upcall_policy_6_init();
    for (;;) {
        const uint8_t command = get();
        if (command == '?') {
            put((const uint8_t *)"!", 1);
        } else if (command == 'E') {
            (void)get();
            const uint8_t byte = get();
            put(&byte, 1);
        } else if (command == 'R') {
            for (int n = 10 * get(); n > 0; n--) {
                one_case();
            }
            const uint8_t bytes[4] = {(uint8_t)hash, (uint8_t)(hash >> 8), (uint8_t)(hash >> 16),
                                      (uint8_t)(hash >> 24)};
            put(bytes, 4);
        }
    }
}
