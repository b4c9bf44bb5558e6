<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_copy_t moves[${count}] = {
<#list moves as move>
        {.run = ${move.run}, .input_start = ${move.inputStart}, .output_start = ${move.outputStart},
         .dims = {${move.dims?join(", ")}},
         .input_stride = {${move.inputStrides?join(", ")}},
         .output_stride = {${move.outputStrides?join(", ")}}},
</#list>
    };
<#list moves as move>
    upcall_copy(&moves[${move?index}], ${move.input}, ${head.output});
</#list>
}
