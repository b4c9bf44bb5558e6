int8_t *${name}_input(void) {
    return ${input};
}

<#if stops>
/* How many layers run, 0 for all. */
extern volatile uint32_t upcall_bare_layers;

</#if>
void ${name}_run(void) {
<#list layers as layer>
    ${layer}();
<#if stops>
    if (upcall_bare_layers == ${layer?counter}u) {
        return;
    }
</#if>
</#list>
}

const int8_t *${name}_output(void) {
    return ${output};
}
