namespace EdgeVision.Runtime;

/// <summary>Finds the highest scores without sorting all of them and without allocating.</summary>
public static class TopK
{
    /// <summary>
    /// Writes the indices of the highest scores, highest first, and returns how many: the smaller of both lengths. Of equal scores the
    /// lower index comes first.
    /// </summary>
    /// <param name="scores">Scores, for example a softmax output.</param>
    /// <param name="indices">Receives the indices.</param>
    public static int Find(ReadOnlySpan<sbyte> scores, Span<int> indices)
    {
        int found = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            int at = found;
            while (at > 0 && scores[indices[at - 1]] < scores[i])
                at--;
            if (at >= indices.Length)
                continue;
            found = Math.Min(found + 1, indices.Length);
            for (int move = found - 1; move > at; move--)
                indices[move] = indices[move - 1];
            indices[at] = i;
        }

        return found;
    }
}
