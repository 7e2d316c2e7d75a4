using System.Diagnostics;

namespace CorsKit.Tests.Load;

/// <summary>What a process holds while a load runs: managed memory, handles and threads.</summary>
internal sealed class SoakSamples
{
    private readonly List<(long Requests, long Bytes)> _memory = new(1000);
    private int _firstHandles;
    private int _firstThreads;

    public int Handles { get; private set; }

    public int Threads { get; private set; }

    public int MoreHandles => Handles - _firstHandles;

    public int MoreThreads => Threads - _firstThreads;

    /// <summary>By least squares: how many bytes are left behind by each request.</summary>
    public double BytesPerRequest
    {
        get
        {
            var requests = _memory.Average(sample => sample.Requests);
            var bytes = _memory.Average(sample => sample.Bytes);
            return _memory.Sum(sample => (sample.Requests - requests) * (sample.Bytes - bytes)) / _memory.Sum(sample => (sample.Requests - requests) * (sample.Requests - requests));
        }
    }

    public void Take(long requests)
    {
        // Twice: what has a finalizer is gone after the second.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _memory.Add((requests, GC.GetTotalMemory(forceFullCollection: true)));
        using var process = Process.GetCurrentProcess();
        (Handles, Threads) = (process.HandleCount, process.Threads.Count);
        if (_memory.Count == 1)
        {
            (_firstHandles, _firstThreads) = (Handles, Threads);
        }
    }

    public override string ToString() => string.Join(' ', _memory.Select(sample => $"{sample.Requests}:{sample.Bytes}"));
}
