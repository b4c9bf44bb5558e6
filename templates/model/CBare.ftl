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
<#if fed?has_content>

/* Where the rows of the input are: memory that is the sensor's, so to say. */
extern const int8_t *volatile upcall_bare_rows;
const int8_t *volatile upcall_bare_rows;
</#if>
<#list fed as stage, macro>

static __attribute__((noinline)) void ${stage}_run(void) {
    const int8_t *row = upcall_bare_rows;
    ${stage}_begin();
    for (int32_t i = 0; i < ${macro}_INPUT_ROWS; i++) {
        ${stage}_feed_row(row);
        row += ${macro}_INPUT_ROW_BYTES;
    }
}
</#list>

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
