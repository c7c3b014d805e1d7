-- Everyone sees the number of shares, so it counts only public ones.
UPDATE stories SET share_count = share_count - (SELECT count(*) FROM stories x WHERE x.share_of = stories.id AND x.state = 0 AND x.visibility <> 0)
    WHERE id IN (SELECT x.share_of FROM stories x WHERE x.share_of IS NOT NULL AND x.state = 0 AND x.visibility <> 0);
