<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_add_t layer = {
<@c.sum sum "        "/>
    };
    upcall_add(&layer, ${head.input}, ${right}, ${head.output}, ${count});
}
