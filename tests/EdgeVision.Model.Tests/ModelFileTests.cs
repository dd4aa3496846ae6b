using EdgeVision.Testing;

namespace EdgeVision.Model.Tests;

/// <summary>A model's file that is written while it is read.</summary>
public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edgevision-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1000, 1000, true)]
    [InlineData(1000, 400, false)]
    [InlineData(1000, 999, false)]
    [InlineData(1000, 1001, false)]
    [InlineData(0, 1, false)]
    [InlineData(0, 0, true)]
    public void A_length_that_changes_is_one_line(int before, int after, bool readable)
    {
        using var file = new ChangingFile(before, after);
        if (readable)
        {
            Assert.Equal(file.Content, ModelFile.Read(file, "net").ToArray());
            return;
        }

        string message = Assert.Throws<ModelFormatException>(() => ModelFile.Read(file, "net")).Message;
        Assert.StartsWith("net: its length changed while it was read", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void What_comes_through_a_pipe_is_read_to_its_end()
    {
        using var pipe = new ChangingFile(1000, 1000, seekable: false);
        Assert.Equal(pipe.Content, ModelFile.Read(pipe, "net").ToArray());
    }

    [Fact]
    public void A_file_that_another_thread_keeps_rewriting_is_a_model_or_one_line()
    {
        byte[] model = TfliteWriter.Write(SampleModels.Classifier().Build());
        string path = Path.Combine(_folder, "net.tflite");
        File.WriteAllBytes(path, model);
        using var stop = new CancellationTokenSource();
        var writer = new Thread(() =>
        {
            var random = new Prng(7);
            while (!stop.IsCancellationRequested)
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                file.SetLength(random.Next(0, model.Length + 1));
                file.Write(model);
            }
        });
        writer.Start();
        for (int i = 0; i < 200; i++)
        {
            try
            {
                Assert.NotEmpty(TfliteModel.Load(path).Operators);
            }
            catch (Exception failure) when (failure is ModelFormatException or IOException)
            {
                Assert.DoesNotContain('\n', failure.Message);
            }
        }

        stop.Cancel();
        writer.Join();
    }

    /// <summary>A file of which another length is true once something was read; it gives at most 300 bytes at a time.</summary>
    private sealed class ChangingFile(int before, int after, bool seekable = true) : Stream
    {
        private int _position;
        private bool _changed;

        public byte[] Content { get; } = [.. Enumerable.Range(0, after).Select(i => (byte)i)];

        public override bool CanRead => true;

        public override bool CanSeek => seekable;

        public override bool CanWrite => false;

        public override long Length => Changing(_changed ? after : before);

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(Math.Min(buffer.Length, 300), Content.Length - _position);
            Content.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private long Changing(long length)
        {
            _changed = true;
            return length;
        }
    }
}
