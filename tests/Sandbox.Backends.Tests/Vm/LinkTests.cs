using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sandbox.Backends.Vm.Links;
using Sandbox.Guest.Link;
using Sandbox.Linux.Files;
using Sandbox.Linux.Sockets;

namespace Sandbox.Backends.Tests.Vm;

/// <summary>The launcher's side of the link, against a guest that says what it likes.</summary>
public sealed class LinkTests
{
    [FactWithin(30)]
    public void What_the_session_writes_arrives_in_order_and_gives_credit_back()
    {
        using Talk talk = new();
        talk.Say(FrameKind.Ready, value: LinkFormat.Version);
        talk.Say(FrameKind.Output, stream: 1, data: "one "u8);
        talk.Say(FrameKind.Output, stream: 2, data: "error"u8);
        talk.Say(FrameKind.Output, stream: 1, data: "two"u8);
        talk.Say(FrameKind.Over);
        talk.Say(FrameKind.Gone, value: 7);
        Assert.Equal(7 + 5, talk.HeardCredit(7 + 5));
        talk.End();

        Assert.Equal("one two", talk.Output());
        Assert.Equal("error", talk.Errors());
        Assert.Equal((true, 7, (string?)null), (talk.Conversation.HasStood, talk.Conversation.Code, talk.Conversation.Failure));
    }

    [TheoryWithin(30)]
    [InlineData((uint)FrameKind.Boot, 0, 0, 0)]
    [InlineData(99u, 0, 0, 0)]
    [InlineData((uint)FrameKind.Output, 0, 3, 4)]
    [InlineData((uint)FrameKind.Output, 16, 1, 4)]
    [InlineData((uint)FrameKind.Output, 0, 1, LinkFormat.MostData + 1)]
    [InlineData((uint)FrameKind.Ready, 0, 0, 0)]
    public void A_frame_that_no_init_sends_switches_the_machine_off(uint kind, int session, int stream, int length)
    {
        using Talk talk = new();
        talk.Raw(new Frame { Kind = kind, Session = (ushort)session, Stream = (ushort)stream, Value = 99, Length = (uint)length }, new byte[Math.Min(length, 64)]);
        talk.End();

        Assert.NotNull(talk.Conversation.Failure);
        Assert.True(talk.WasSwitchedOff);
        Assert.Equal(string.Empty, talk.Output());
    }

    [FactWithin(30)]
    public void More_output_than_there_was_credit_for_switches_the_machine_off_and_is_not_kept()
    {
        using Talk talk = new(takesOutput: false);
        byte[] piece = new byte[LinkFormat.MostData];

        // What a pipe that nobody reads takes away is room for more: twice as much fits nowhere, and is written by a thread that may wait until the end.
        Thread guest = new(() =>
        {
            for (int i = 0; i < 16 && talk.Say(FrameKind.Output, stream: 1, data: piece); i++)
            {
            }
        });
        guest.Start();
        talk.WaitUntilSwitchedOff();
        talk.TakeOutput();
        talk.End();
        guest.Join();
        Assert.Contains("more output", talk.Conversation.Failure, StringComparison.Ordinal);
    }

    [FactWithin(30)]
    public void A_failure_s_text_cannot_write_to_the_terminal()
    {
        using Talk talk = new();
        talk.Say(FrameKind.Failed, value: 2, data: "could not mount\u001b]0;title\u0007\n"u8);
        talk.End();

        Assert.DoesNotContain('\u001b', talk.Conversation.Failure!);
        Assert.DoesNotContain('\n', talk.Conversation.Failure!);
        Assert.Contains("ENOENT", talk.Conversation.Failure, StringComparison.Ordinal);
    }

    [FactWithin(30)]
    public void Input_is_taken_only_as_far_as_the_session_takes_it()
    {
        using Talk talk = new();
        talk.Type(new byte[LinkFormat.Window * 2]);
        talk.Begin();

        Assert.Equal(LinkFormat.Window, talk.HeardInput(LinkFormat.Window));
        Assert.False(talk.HearsMore(TimeSpan.FromMilliseconds(200)));
        talk.Say(FrameKind.Credit, value: 1000);
        Assert.Equal(1000, talk.HeardInput(1000));
    }

    /// <summary>A conversation with one session, and the guest's end of its link.</summary>
    private sealed class Talk : IDisposable
    {
        private readonly Descriptor _guest;
        private readonly VmLink _link;
        private readonly (Descriptor Read, Descriptor Write) _output = Descriptor.Pipe();
        private readonly (Descriptor Read, Descriptor Write) _errors = Descriptor.Pipe();
        private readonly (Descriptor Ours, Descriptor Theirs) _input = StreamPair.Create();
        private readonly ManualResetEventSlim _off = new();
        private readonly Task<string>? _outputText;
        private readonly Task<string> _errorText;
        private Task<string>? _late;
        private SessionStreams? _session;

        public Talk(bool takesOutput = true)
        {
            (Descriptor link, _guest) = StreamPair.Create();
            _link = new VmLink(link);
            Conversation = new Conversation(_link, static () => { }, _off.Set);
            _ = Conversation.Add(number => _session = new SessionStreams(_link, number, _input.Theirs, _output.Write, _errors.Write, static _ => { }, static () => { }));
            _outputText = takesOutput ? Task.Run(() => All(_output.Read)) : null;
            _errorText = Task.Run(() => All(_errors.Read));
            Conversation.Start();
        }

        public Conversation Conversation { get; }

        public bool WasSwitchedOff => _off.IsSet;

        public void WaitUntilSwitchedOff() => Assert.True(_off.Wait(TimeSpan.FromSeconds(20)));

        public void TakeOutput() => _late = Task.Run(() => All(_output.Read));

        public void Begin() => _session!.Begin();

        public void Type(byte[] bytes) => Task.Run(() => _input.Ours.WriteAll(bytes));

        public bool Say(FrameKind kind, int stream = 0, uint value = 0, ReadOnlySpan<byte> data = default) =>
            Raw(new Frame { Kind = (uint)kind, Stream = (ushort)stream, Value = value, Length = (uint)data.Length }, data);

        public bool Raw(Frame frame, ReadOnlySpan<byte> data)
        {
            try
            {
                _guest.WriteAll([.. MemoryMarshal.AsBytes(new ReadOnlySpan<Frame>(in frame)), .. data]);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }

        /// <summary>The guest has gone, and what it said has been passed on.</summary>
        public void End()
        {
            StreamPair.Shutdown(_guest);
            Conversation.Finish();
            _output.Write.Dispose();
            _errors.Write.Dispose();
        }

        public string Output() => (_outputText ?? _late)!.GetAwaiter().GetResult();

        public string Errors() => _errorText.GetAwaiter().GetResult();

        public int HeardCredit(int bytes)
        {
            int heard = 0;
            byte[] header = new byte[Unsafe.SizeOf<Frame>()];
            while (heard < bytes)
            {
                Fill(header);
                Frame frame = MemoryMarshal.Read<Frame>(header);
                Assert.Equal(((uint)FrameKind.Credit, 0u), (frame.Kind, frame.Length));
                heard += (int)frame.Value;
            }

            return heard;
        }

        public bool HearsMore(TimeSpan limit) => Linux.Processes.Poll.Wait(_guest, limit);

        public int HeardInput(int bytes)
        {
            int heard = 0;
            byte[] header = new byte[Unsafe.SizeOf<Frame>()];
            while (heard < bytes)
            {
                Fill(header);
                Frame frame = MemoryMarshal.Read<Frame>(header);
                Assert.Equal((uint)FrameKind.Input, frame.Kind);
                Fill(new byte[frame.Length]);
                heard += (int)frame.Length;
            }

            return heard;
        }

        public void Dispose()
        {
            StreamPair.Shutdown(_guest);
            Conversation.Finish();
            _link.Dispose();
            _guest.Dispose();
            foreach (Descriptor one in (Descriptor[])[_output.Read, _output.Write, _errors.Read, _errors.Write, _input.Ours, _input.Theirs])
            {
                one.Dispose();
            }

            _off.Dispose();
        }

        private void Fill(Span<byte> bytes)
        {
            int done = 0;
            while (done < bytes.Length)
            {
                int count = _guest.Read(bytes[done..]);
                Assert.True(count > 0);
                done += count;
            }
        }

        private static string All(Descriptor pipe)
        {
            List<byte> all = [];
            byte[] buffer = new byte[4096];
            for (int count = pipe.Read(buffer); count > 0; count = pipe.Read(buffer))
            {
                all.AddRange(buffer.AsSpan(0, count));
            }

            return System.Text.Encoding.UTF8.GetString([.. all]);
        }
    }
}
