<#import "banner.ftl" as banners>
<@banners.block banner/>
#include <stdio.h>
#include <stdlib.h>

#include "upcall_model.h"

uint32_t upcall_arena_words[UPCALL_ARENA_BYTES / 4];
<#if stops>

/* How many layers of a stage run, 0 for all. */
extern volatile uint32_t upcall_bare_layers;
volatile uint32_t upcall_bare_layers;
</#if>

typedef struct {
    int8_t *(*input)(void);
    uint32_t input_bytes;
    void (*run)(void);
} stage_t;

static const stage_t stages[] = {
<#list stages as stage>
    {${stage}_input, ${stage?upper_case}_INPUT_BYTES, ${stage}_run},
</#list>
};

/*
 * firmware.elf <inputs> <arenas> <stage> <layers>: runs a stage, counted from 0, on each input of the
 * first file; writes the arena as it is then to the second. Layers: how many run, 0 for all.
 */
int main(int count, char **arguments) {
    FILE *inputs = count == 5 ? fopen(arguments[1], "rb") : NULL;
    FILE *arenas = count == 5 ? fopen(arguments[2], "wb") : NULL;
    if (inputs == NULL || arenas == NULL) {
        (void)fputs("usage: firmware.elf <inputs> <arenas> <stage> <layers>\n", stderr);
        return 2;
    }
    const unsigned long index = strtoul(arguments[3], NULL, 10);
    if (index >= sizeof stages / sizeof stages[0]) {
        (void)fputs("there is no such stage\n", stderr);
        return 2;
    }
<#if stops>
    upcall_bare_layers = (uint32_t)strtoul(arguments[4], NULL, 10);
</#if>
    const stage_t *stage = &stages[index];
    while (fread(stage->input(), 1, stage->input_bytes, inputs) == stage->input_bytes) {
        stage->run();
        if (fwrite(upcall_arena, 1, UPCALL_ARENA_BYTES, arenas) != UPCALL_ARENA_BYTES) {
            return 1;
        }
    }
    return fclose(arenas) == 0 ? 0 : 1;
}
