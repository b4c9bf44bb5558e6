/* Another UART: name it here. */
/ {
	chosen {
		upcall,uart = &uart0;
	};
};
