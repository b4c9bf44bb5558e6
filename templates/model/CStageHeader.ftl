<#import "banner.ftl" as banners>
<@banners.block banner/>
#ifndef ${macro}_H
#define ${macro}_H

#include <stdint.h>

#define ${macro}_ARENA_BYTES ${arenaBytes}
<#list inputs as port>
#define ${macro}_INPUT${port.suffix}_BYTES ${port.bytes}
</#list>
<#list outputs as port>
#define ${macro}_OUTPUT${port.suffix}_BYTES ${port.bytes}
</#list>

<#if rowFeed??>
#define ${macro}_INPUT_ROWS ${rowFeed.rows}
#define ${macro}_INPUT_ROW_BYTES ${rowFeed.rowBytes}

/* Before the first row of an input. */
void ${name}_begin(void);

/* Takes the next row of the int8 input ${inputs[0].shape} and computes what it suffices for; with the last
   row the output is there. The row may be overwritten then. Further rows are ignored. */
void ${name}_feed_row(const int8_t *row);

<#else>
<#list inputs as port>
/* Where to write the ${port.dtype} input ${port.shape} before a run, which overwrites it. */
${port.type} *${name}_input${port.suffix}(void);

</#list>
/* Runs the network once. */
void ${name}_run(void);

<#if parts gt 0>
/* The same cut at its exits: each computes what its output needs beyond those before it, which have to
   have run, and finds in the arena what they left there. */
<#list 0..<parts as part>
void ${name}_run_${part}(void);
</#list>

</#if>
</#if>
<#if resets>
/* Lets the next run be the first: nothing is left of those before. */
void ${name}_reset(void);

</#if>
<#list outputs as port>
/* The ${port.dtype} output ${port.shape}, until the arena is used again. */
const ${port.type} *${name}_output${port.suffix}(void);

</#list>
#endif
