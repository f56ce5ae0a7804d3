.PHONY: all
all:
	@echo scaffold
