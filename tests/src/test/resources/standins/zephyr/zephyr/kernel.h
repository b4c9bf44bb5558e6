/* Zephyr's kernel, as far as the port uses it. */
#pragma once
#include <stdint.h>
typedef struct {
    int64_t ticks;
} k_timeout_t;
#define K_MSEC(ms) ((k_timeout_t){(int64_t)(ms)})
struct k_sem {
    unsigned int count;
};
#define K_SEM_DEFINE(name, initial, limit) struct k_sem name = {initial}
int k_sem_take(struct k_sem *sem, k_timeout_t timeout);
void k_sem_give(struct k_sem *sem);
uint32_t k_uptime_get_32(void);
unsigned int irq_lock(void);
void irq_unlock(unsigned int key);
void k_panic(void);
