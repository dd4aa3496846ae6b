using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Planning;

/// <summary>A buffer that is written while another is read for the last time may lie over it, as far as the step's lead allows.</summary>
public sealed class OverlapTests
{
    /// <summary>
    /// A pointwise layer that doubles its channels, between a layer before it and a depthwise one of stride 2 that writes in front of what
    /// it reads: only an order that does not begin with the largest buffer fits them into little more than that one.
    /// </summary>
    private static readonly BufferRequest[] Beginning = [new(4096, 0, 1), new(4096, 1, 2, 256), new(8192, 2, 3, 4128), new(2048, 3, 4, 128)];

    [Fact]
    public void The_largest_buffer_starts_above_0_so_that_the_next_step_can_write_in_front_of_it()
    {
        (long[] offsets, long total) = ArenaPlanner.Place(Beginning);
        Assert.Equal(8192 + 192, total); // the leads of both neighbours, aligned
        Assert.Equal(8192 + 128, ArenaPlanner.LowerBound(Beginning));
        Assert.Null(OverlapCheck.FindViolation(Beginning, offsets, total));
        Assert.True(offsets[2] > 0);
    }

    [Fact]
    public void Leads_are_ignored_where_nothing_is_shared()
    {
        (long[] offsets, _) = ArenaPlanner.PlaceSeparately(Beginning);
        Assert.Equal([0, 4096, 8192, 16384], offsets);
    }

    [Theory]
    [InlineData(100, 0, 100)] // in place
    [InlineData(100, -500, 100)]
    [InlineData(100, 40, 140)]
    [InlineData(100, 100, 200)] // no more than beside each other
    [InlineData(100, BufferRequest.NoLead, 200)]
    [InlineData(300, 40, 300)] // the input ends before the output
    [InlineData(50, 0, 100)]
    [InlineData(50, 20, 120)]
    public void The_lower_bound_counts_shared_bytes_once(int writtenBytes, int lead, int expected)
    {
        BufferRequest[] pair = [new(100, -1, 0), new(writtenBytes, 0, 1, lead)];
        Assert.Equal(expected, ArenaPlanner.LowerBound(pair));
        Assert.InRange(ArenaPlanner.Place(pair).TotalBytes, expected, expected + 63);
    }

    [Theory]
    [InlineData(0, 64, true)] // exactly the lead
    [InlineData(0, 0, false)]
    [InlineData(0, 128, true)] // side by side
    [InlineData(192, 0, true)]
    [InlineData(64, 0, false)] // the output after the input that it would overwrite
    public void The_checker_accepts_exactly_the_lead(int written, int read, bool valid)
    {
        BufferRequest[] requests = [new(128, 0, 1), new(128, 1, 2, 64)];
        Assert.Equal(valid, OverlapCheck.FindViolation(requests, [read, written], 512) is null);
        (requests[0], requests[1]) = (requests[1], requests[0]);
        Assert.Equal(valid, OverlapCheck.FindViolation(requests, [written, read], 512) is null);
    }

    [Theory]
    [InlineData(0, 2)] // the input is read again later
    [InlineData(1, 1)] // nothing is read: it is written at the same step
    [InlineData(0, 3)]
    public void A_lead_is_for_what_the_step_reads_for_the_last_time(int firstStep, int lastStep)
    {
        BufferRequest[] requests = [new(128, firstStep, lastStep), new(128, 1, 2, 0)];
        Assert.NotNull(OverlapCheck.FindViolation(requests, [0, 0], 128));
        (long[] offsets, long total) = ArenaPlanner.Place(requests);
        Assert.Null(OverlapCheck.FindViolation(requests, offsets, total));
        Assert.Equal(256, total);
    }

    [Fact]
    public void Random_requests_with_leads_are_placed_soundly_and_share_bytes()
    {
        var random = new Prng(0x1EAD);
        int shared = 0;
        for (int round = 0; round < 1000; round++)
        {
            var requests = new BufferRequest[random.Next(1, 20)];
            for (int i = 0; i < requests.Length; i++)
            {
                int first = random.Next(-1, 8), bytes = random.Next(1, 700);
                requests[i] = new BufferRequest(bytes, first, random.Next(first, 9), random.Next(-bytes, bytes + 100));
            }

            (long[] offsets, long total) = ArenaPlanner.Place(requests);
            Assert.Null(OverlapCheck.FindViolation(requests, offsets, total));
            Assert.InRange(total, ArenaPlanner.LowerBound(requests), requests.Sum(r => (r.Bytes + 63) / 64 * 64));
            Assert.Equal(offsets, ArenaPlanner.Place(requests).Offsets);
            BufferRequest[] alone = [.. requests.Select(request => request with { Lead = BufferRequest.NoLead })];
            shared += OverlapCheck.FindViolation(alone, offsets, total) is null ? 0 : 1;
        }

        Assert.True(shared > 300, $"only {shared} plans share bytes");
    }

    /// <summary>Networks for which neither the first order nor its repair comes near the lower bound, but the search does.</summary>
    [Fact]
    public void The_search_comes_near_the_lower_bound()
    {
        var random = new Prng(0x5EA4C);
        double sum = 0;
        const int Networks = 60;
        for (int i = 0; i < Networks; i++)
        {
            BufferRequest[] requests = Network(random);
            sum += (double)ArenaPlanner.Place(requests).TotalBytes / ArenaPlanner.LowerBound(requests);
        }

        Assert.InRange(sum / Networks, 1, 1.045);
    }

    /// <summary>One byte decides: a lead that is one longer than a pair's distance in a real plan makes that plan unsound.</summary>
    [Fact]
    public void A_real_plan_is_refused_when_one_pair_is_one_byte_too_close()
    {
        ArenaLayout arena = TestPlans.Create(CommittedModel.LoadPersonDetector()).Arena;
        BufferRequest[] requests = TestPlans.Requests(arena);
        long[] offsets = [.. arena.Blocks.Select(block => (long)block.Offset)];
        int pairs = 0;
        for (int written = 0; written < requests.Length; written++)
        {
            for (int read = 0; read < requests.Length; read++)
            {
                if (!arena.Blocks[written].Overwrites(arena.Blocks[read]))
                    continue;
                int distance = (int)(offsets[read] - offsets[written]);
                Assert.Null(Check(requests[written] with { Lead = distance }));
                Assert.NotNull(Check(requests[written] with { Lead = distance + 1 }));
                pairs++;

                string? Check(BufferRequest changed)
                {
                    BufferRequest[] mutant = [.. requests];
                    mutant[written] = changed;
                    return OverlapCheck.FindViolation(mutant, offsets, arena.TotalBytes);
                }
            }
        }

        Assert.True(pairs > 3, $"{pairs} pairs share bytes");
    }

    /// <summary>Blocks of a depthwise and a pointwise layer with leads as the kernels have them, some of them read again later.</summary>
    private static BufferRequest[] Network(Prng random)
    {
        int size = random.Next(16, 60), channels = 8 * random.Next(1, 4), step = 0;
        var requests = new List<BufferRequest> { new(4 * size * size * 3, -1, 0), new(size * size * channels, 0, 1, 2 * size * channels) };
        for (int layer = 0; layer < 12; layer++)
        {
            int stride = size > 4 && random.Next(0, 2) == 0 ? 2 : 1;
            size = (size + stride - 1) / stride;
            requests.Add(new BufferRequest(size * size * channels, ++step, step + 1, 2 * size * channels));
            int pixels = size * size, more = random.Next(0, 2) == 0 ? channels : random.Next(channels / 2, channels * 3);
            int last = ++step + 1 + (random.Next(0, 3) == 0 ? random.Next(1, 3) : 0);
            requests.Add(new BufferRequest(pixels * more, step, last, Math.Max(more, (pixels * (more - channels)) + channels)));
            channels = more;
        }

        return [.. requests];
    }
}
