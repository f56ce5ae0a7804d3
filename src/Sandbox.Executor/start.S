# Entry point and the one bridge to the kernel, for a program without runtime and libc.
.globl _start
.globl syscall6
.globl __security_cookie
.text

# The kernel leaves argc at (%rsp), argv above it, envp after argv's NULL and the auxiliary vector after envp's.
_start:
  xor %ebp, %ebp
  mov (%rsp), %rdi
  lea 8(%rsp), %rsi
  # Find AT_RANDOM (25) and take the stack protector's cookie from it.
  lea 16(%rsp,%rdi,8), %rdx
1: mov (%rdx), %rax
  add $8, %rdx
  test %rax, %rax
  jnz 1b
2: mov (%rdx), %rax
  test %rax, %rax
  jz 4f
  cmp $25, %rax
  je 3f
  add $16, %rdx
  jmp 2b
3: mov 8(%rdx), %rax
  mov (%rax), %rax
  mov %rax, __security_cookie(%rip)
4: and $-16, %rsp
  call __managed__Main
  mov %eax, %edi
  mov $231, %eax
  syscall
  hlt

# long syscall6(number, a, b, c, d, e, f): C calling convention in, kernel convention out, -errno untouched.
syscall6:
  mov %rdi, %rax
  mov %rsi, %rdi
  mov %rdx, %rsi
  mov %rcx, %rdx
  mov %r8, %r10
  mov %r9, %r8
  mov 8(%rsp), %r9
  syscall
  ret

.data
.balign 8
__security_cookie: .quad 0x5aa5c33c96699669
.section .note.GNU-stack,"",@progbits
