<#import "banner.ftl" as banners>
<@banners.block banner/>
#include "upcall_model.h"

#define IDLE 0xFFFFFFFFu

${word.type} upcall_arena_words[UPCALL_ARENA_BYTES / ${word.bytes}];

/*
 * For a debugger. Once this is IDLE, put an input into the arena and the number of a stage here; when
 * it is IDLE again, the output is in the arena.
 *
<#list places as place>
 * ${place}
</#list>
 */
volatile uint32_t upcall_bare_stage;
<#if stops>

/* How many layers of a stage run, 0 for all: the arena then holds the output of the last of them. */
extern volatile uint32_t upcall_bare_layers;
volatile uint32_t upcall_bare_layers;
</#if>

int main(void) {
    upcall_bare_stage = IDLE;
    for (;;) {
<#list stages as stage>
        if (upcall_bare_stage == ${stage?index}u) {
            ${stage}_run();
            upcall_bare_stage = IDLE;
        }
</#list>
    }
}
