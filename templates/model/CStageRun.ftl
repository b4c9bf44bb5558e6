int8_t *${name}_input(void) {
    return ${input};
}

void ${name}_run(void) {
<#list layers as layer>
    ${layer}();
</#list>
}

const int8_t *${name}_output(void) {
    return ${output};
}
