<#import "banner.ftl" as banners>
<@banners.block banner/>
#include "upcall_config.h"
#include "upcall_ladder.h"
<#if tables != "">

/* Raw 0..255 to int8<#if tableCount gt 1>, one table per channel</#if>. */
${tables}
<#else>

</#if>
<@bytes "upcall_preprocess" "input" "UPCALL_INPUT_BYTES"/>
<#if byRows>

<@bytes "upcall_preprocess_row" "row" "UPCALL_INPUT_ROW_BYTES"/>
</#if>
<#macro bytes function to count>
void ${function}(const uint8_t *raw, int8_t *${to}) {
<#if tables == "">
    for (int32_t i = 0; i < ${count}; i++) {
        ${to}[i] = (int8_t)raw[i];
    }
<#elseif tableCount == 1>
    for (int32_t i = 0; i < ${count}; i++) {
        ${to}[i] = upcall_preprocess_table[raw[i]];
    }
<#else>
    int32_t table = 0;
    for (int32_t i = 0; i < ${count}; i++) {
        ${to}[i] = upcall_preprocess_table[table * 256 + raw[i]];
        table = table + 1 == ${tableCount} ? 0 : table + 1;
    }
</#if>
}
</#macro>
