<#import "banner.ftl" as banners>
<@banners.block banner/>
#include <stdio.h>
#include <stdlib.h>

#include "upcall_model.h"

${word.type} upcall_arena_words[UPCALL_ARENA_BYTES / ${word.bytes}];
<#if stops>

/* How many layers of a stage run, 0 for all. */
extern volatile uint32_t upcall_bare_layers;
volatile uint32_t upcall_bare_layers;
</#if>

typedef struct {
    void *to;
    uint32_t bytes;
} input_t;

typedef struct {
    const input_t *inputs;
    uint32_t count;
    void (*run)(void);
} stage_t;
<#list stages as stage>
<#if stage.fed>

static int8_t image_${stage?index}[${stage.macro}_INPUT_BYTES];

static void ${stage.name}_run(void) {
    ${stage.name}_begin();
    for (int32_t i = 0; i < ${stage.macro}_INPUT_ROWS; i++) {
        ${stage.name}_feed_row(image_${stage?index} + i * ${stage.macro}_INPUT_ROW_BYTES);
    }
}
</#if>

static const input_t inputs_${stage?index}[] = {
<#list stage.inputs as port>
    {<#if stage.fed>image_${stage?index}<#else>${port.address}</#if>, ${port.bytes}},
</#list>
};
</#list>

static const stage_t stages[] = {
<#list stages as stage>
    {inputs_${stage?index}, ${stage.inputs?size}, ${stage.name}_run},
</#list>
};

/* Whether all of a sample could be read. */
static int take(const stage_t *stage, FILE *from) {
    for (uint32_t i = 0; i < stage->count; i++) {
        const input_t *input = &stage->inputs[i];
        if (fread(input->to, 1, input->bytes, from) != input->bytes) {
            return 0;
        }
    }
    return 1;
}

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
    while (take(stage, inputs)) {
        stage->run();
        if (fwrite(upcall_arena, 1, UPCALL_ARENA_BYTES, arenas) != UPCALL_ARENA_BYTES) {
            return 1;
        }
    }
    return fclose(arenas) == 0 ? 0 : 1;
}
