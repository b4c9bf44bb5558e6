<#import "layer.ftl" as c>
<@c.begin head/>
    static const upcall_add_t layer = {
<@c.sum sum "        "/>
    };
    upcall_add(&layer, ${head.input}, ${right}, ${head.output}, ${c.times(head)}${count});
}
