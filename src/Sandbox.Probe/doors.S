# What C# cannot say: the 32-bit entry of the kernel, and a thread on a stack of its own.
.globl door32
.globl thread_door
.text

# long door32(number, a, b, c, d): int 0x80 with i386 numbers; pointers must lie below 4 GiB.
door32:
  push %rbx
  mov %edi, %eax
  mov %esi, %ebx
  xchg %ecx, %edx
  mov %r8d, %esi
  int $0x80
  movslq %eax, %rax
  pop %rbx
  ret

# long thread_door(stack, flag): a thread that stores 1 in *flag and ends; answers its id or -errno.
thread_door:
  mov %rsi, %r9
  mov %rdi, %rsi
  # CLONE_VM | FS | FILES | SIGHAND | THREAD | SYSVSEM
  mov $0x50f00, %edi
  xor %edx, %edx
  xor %r10d, %r10d
  xor %r8d, %r8d
  mov $56, %eax
  syscall
  test %rax, %rax
  jnz 1f
  movl $1, (%r9)
  mov $60, %eax
  xor %edi, %edi
  syscall
  hlt
1: ret
.section .note.GNU-stack,"",@progbits
