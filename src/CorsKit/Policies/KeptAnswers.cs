namespace CorsKit.Policies;

/// <summary>The answers of a policy that are kept as they were written, each some 500 bytes: so many, since a policy may have 100,000 origins. The oldest goes first.</summary>
internal sealed class KeptAnswers
{
    private const int Most = 100;

    private readonly Lock _lock = new();
    private PreflightAnswer?[]? _answers;
    private int _next;

    public void MakeRoomFor(PreflightAnswer answer)
    {
        lock (_lock)
        {
            _answers ??= new PreflightAnswer?[Most];
            _answers[_next]?.Forget();
            _answers[_next] = answer;
            _next = (_next + 1) % Most;
        }
    }
}
