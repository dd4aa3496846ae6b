using EdgeVision.Runtime.Tests.Support;
using EdgeVision.Testing;

namespace EdgeVision.Runtime.Tests.Planning;

public sealed class ArenaPlannerTests
{
    [Fact]
    public void No_requests_need_no_bytes()
    {
        Assert.Equal(0, ArenaPlanner.Place([]).TotalBytes);
        Assert.Equal(0, ArenaPlanner.PlaceSeparately([]).TotalBytes);
        Assert.Equal(0, ArenaPlanner.LowerBound([]));
    }

    [Fact]
    public void A_chain_alternates_between_two_places()
    {
        BufferRequest[] chain = [new(100, -1, 0), new(100, 0, 1), new(100, 1, 2), new(100, 2, 3)];
        (long[] offsets, long total) = ArenaPlanner.Place(chain);
        Assert.Equal([0, 128, 0, 128], offsets);
        Assert.Equal(228, total);
        Assert.Equal(200, ArenaPlanner.LowerBound(chain));
    }

    [Fact]
    public void A_gap_between_living_buffers_is_used()
    {
        BufferRequest[] requests = [new(128, 0, 9), new(64, 0, 1), new(128, 0, 9), new(64, 2, 9)];
        (long[] offsets, long total) = ArenaPlanner.Place(requests);
        Assert.Equal(320, total);
        Assert.Equal(offsets[1], offsets[3]);
    }

    /// <summary>The shape of MobileNetV1's beginning, where neither the largest buffer first nor the fullest step first finds the optimum.</summary>
    [Fact]
    public void The_beginning_of_a_mobilenet_reaches_the_lower_bound()
    {
        BufferRequest[] requests = [new(48 << 10, -1, 0), new(32 << 10, 0, 1), new(32 << 10, 1, 2), new(64 << 10, 2, 3), new(16 << 10, 3, 4)];
        Assert.Equal(96 << 10, ArenaPlanner.LowerBound(requests));
        Assert.Equal(96 << 10, ArenaPlanner.Place(requests).TotalBytes);
    }

    [Fact]
    public void The_lower_bound_counts_what_lives_before_and_after_the_run()
    {
        Assert.Equal(30, ArenaPlanner.LowerBound([new(10, -1, -1), new(20, -1, 0), new(5, 0, 1)]));
        Assert.Equal(30, ArenaPlanner.LowerBound([new(10, 0, 2), new(20, 1, 2), new(5, -1, 0)]));
    }

    [Fact]
    public void Separate_buffers_share_nothing_whatever_their_lifetimes()
    {
        (long[] offsets, long total) = ArenaPlanner.PlaceSeparately([new(65, 0, 0), new(1, 5, 5), new(64, 9, 9)]);
        Assert.Equal([0, 128, 192], offsets);
        Assert.Equal(256, total);
    }

    [Fact]
    public void Sizes_beyond_an_int_are_added_up_not_wrapped()
    {
        BufferRequest[] huge = [.. Enumerable.Repeat(new BufferRequest(int.MaxValue, 0, 1), 5)];
        Assert.True(ArenaPlanner.Place(huge).TotalBytes > 5L * int.MaxValue);
        Assert.True(ArenaPlanner.PlaceSeparately(huge).TotalBytes > 5L * int.MaxValue);
        Assert.Equal(5L * int.MaxValue, ArenaPlanner.LowerBound(huge));
    }

    [Fact]
    public void Random_requests_never_overlap_and_stay_near_the_lower_bound()
    {
        var random = new Prng(0xA5E11A);
        for (int round = 0; round < 2000; round++)
        {
            BufferRequest[] requests = RandomRequests(ref random);
            (long[] offsets, long total) = ArenaPlanner.Place(requests);
            Assert.Null(OverlapCheck.FindViolation(requests, offsets, total));
            Assert.InRange(total, ArenaPlanner.LowerBound(requests), requests.Sum(r => (r.Bytes + 63) / 64 * 64));
            Assert.Equal(total, requests.Zip(offsets).Max(pair => pair.First.Bytes + pair.Second));
        }
    }

    [Fact]
    public void The_checker_finds_every_pair_that_is_moved_onto_another()
    {
        var random = new Prng(0x0C4EC4);
        int found = 0;
        for (int round = 0; round < 500; round++)
        {
            BufferRequest[] requests = RandomRequests(ref random);
            (long[] offsets, long total) = ArenaPlanner.Place(requests);
            int a = random.Next(0, requests.Length - 1), b = random.Next(0, requests.Length - 1);
            if (a == b || !requests[a].LivesWith(requests[b]))
                continue;
            offsets[a] = offsets[b];
            Assert.NotNull(OverlapCheck.FindViolation(requests, offsets, total + requests[a].Bytes));
            found++;
        }

        Assert.True(found > 100);
    }

    [Theory]
    [InlineData(0, 63, 128, false)] // overlaps by one byte
    [InlineData(0, 64, 128, true)]
    [InlineData(64, 0, 128, true)]
    [InlineData(0, 64, 127, false)] // one byte too long for the arena
    [InlineData(-64, 64, 128, false)]
    [InlineData(0, 96, 192, false)] // not aligned
    public void The_checker_accepts_exactly_what_is_valid(int first, int second, int total, bool valid)
    {
        BufferRequest[] requests = [new(64, 0, 1), new(64, 1, 2)];
        Assert.Equal(valid, OverlapCheck.FindViolation(requests, [first, second], total) is null);
    }

    [Fact]
    public void The_checker_lets_buffers_that_never_meet_share_bytes() =>
        Assert.Null(OverlapCheck.FindViolation([new(64, 0, 1), new(64, 2, 3)], [0, 0], 64));

    private static BufferRequest[] RandomRequests(ref Prng random)
    {
        var requests = new BufferRequest[random.Next(1, 24)];
        for (int i = 0; i < requests.Length; i++)
        {
            int first = random.Next(-1, 15);
            requests[i] = new BufferRequest(random.Next(1, 700), first, random.Next(first, 16));
        }

        return requests;
    }
}
